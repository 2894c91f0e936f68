import Logging
import TestSupport
import Testing
import Wire

@testable import HostRuntime

/// Bits of the hypervisor's logs become addresses, however the memory is cut into slots.
@Suite("Dirty pages of several slots")
struct DirtyTrackingTests {
    /// Page numbers of the heap at which it is cut; a page whose number is in `gaps` is in no slot.
    struct Arrangement: CustomTestStringConvertible {
        let testDescription: String
        let cuts: [UInt64]
        var gaps: Set<UInt64> = []
        /// Makes the order of the slots.
        var seed: UInt64?
    }

    static let arrangements = [
        Arrangement(testDescription: "one slot", cuts: []),
        Arrangement(testDescription: "words of the bitmap", cuts: [64, 128, 192]),
        Arrangement(testDescription: "odd sizes", cuts: [1, 2, 65, 130, 255]),
        Arrangement(testDescription: "gaps", cuts: [63, 64, 100, 101], gaps: [63, 100]),
        Arrangement(testDescription: "gaps, shuffled", cuts: [3, 4, 70, 135, 136, 200], gaps: [3, 135], seed: 1),
        Arrangement(testDescription: "shuffled otherwise", cuts: [1, 64, 65, 129, 254], gaps: [64], seed: 2),
    ]

    private func boot(_ kind: HypervisorKind, _ arrangement: Arrangement) throws -> SandboxResources {
        let code = MachineCode.touchPages + MachineCode.out(UInt8(ExitPort.callReturn.rawValue))
        let blueprint = try SandboxBlueprint(
            image: RawGuest.image(code), configuration: .init(heapSize: .mebibytes(1)))
        let heap = blueprint.layout.heap
        let cuts = arrangement.cuts.map { heap.start.rawValue + $0 * 4096 }
        let gaps = Set(arrangement.gaps.map { heap.start.rawValue + $0 * 4096 })
        return try SandboxResources(
            blueprint: blueprint, tracksDirtyPages: true, logLevel: .info
        ) { (memory, slots) throws(HypervisorError) in
            var parts = slots.flatMap { $0.cut(at: cuts) }.filter { !gaps.contains($0.range.start.rawValue) }
            if let seed = arrangement.seed {
                var random = SeededGenerator(seed: seed)
                parts.shuffle(using: &random)
            }
            return try kind.makeMachine(memory, parts)
        }
    }

    /// The pages on both sides of every cut, the first and the last, and the whole of each part.
    private func runs(_ arrangement: Arrangement, pageCount: UInt64) -> [(first: UInt64, count: UInt64)] {
        var runs: [(first: UInt64, count: UInt64)] = [(0, 1), (pageCount - 1, 1)]
        for cut in arrangement.cuts { runs += [(cut - 1, 1), (cut, 1)] }
        let bounds = [0] + arrangement.cuts + [pageCount]
        for (start, end) in zip(bounds, bounds.dropFirst()) { runs.append((start, end - start)) }
        return runs.filter { !arrangement.gaps.contains($0.first) }
    }

    /// Registers that make the guest write 0x55 to `count` pages.
    private func touching(_ count: UInt64, from start: UInt64, _ resources: SandboxResources) -> ProcessorRegisters {
        var registers = ProcessorRegisters()
        registers.rip = RawGuest.codeAddress
        registers.rsp = resources.layout.stack.end.rawValue
        registers.rflags = ControlRegisters.flags
        (registers.rax, registers.rdi, registers.rdx) = (0x55, start, count)
        return registers
    }

    @Test(arguments: HypervisorKind.allCases, arrangements)
    func pagesAreFoundWhereTheyAre(_ kind: HypervisorKind, _ arrangement: Arrangement) throws {
        let resources = try boot(kind, arrangement)
        let heap = resources.layout.heap
        _ = try resources.takeWrittenHeapPages()
        #expect(try resources.takeWrittenHeapPages() == [])
        for (first, count) in runs(arrangement, pageCount: heap.byteCount / 4096) {
            let start = heap.start.rawValue + first * 4096
            guard case .output = try resources.machine.run(from: touching(count, from: start, resources)) else {
                Issue.record("the guest did not get through pages \(first) to \(first + count)")
                return
            }
            #expect(try resources.takeWrittenHeapPages() == (0..<count).map { start + $0 * 4096 })
        }
        #expect(try resources.takeWrittenHeapPages() == [])
    }

    /// The pages of a snapshot and of a restore are those, too.
    @Test(arguments: HypervisorKind.allCases, arrangements)
    func restoresReachEverySlot(_ kind: HypervisorKind, _ arrangement: Arrangement) throws {
        let resources = try boot(kind, arrangement)
        let heap = resources.layout.heap
        let clean = try resources.snapshot(limits: .init())
        for page in 0..<heap.byteCount / 4096 where !arrangement.gaps.contains(page) {
            let start = heap.start.rawValue + page * 4096
            _ = try resources.machine.run(from: touching(1, from: start, resources))
        }
        let touched = try #require(resources.memory.bytes(heap)).filter { $0 == 0x55 }.count
        #expect(touched == Int(heap.byteCount / 4096) - arrangement.gaps.count)
        try resources.restore(to: clean, isAtRest: true)
        #expect(try #require(resources.memory.bytes(heap)).allSatisfy { $0 == 0 })
    }

    @Test func aWritableRegionThatIsNotTrackedIsRefused() throws {
        let layout = try SandboxBlueprint(image: RawGuest.image(MachineCode.trap), configuration: .init()).layout
        try layout.validateTracking(by: layout.slots)
        try layout.validateTracking(by: layout.slots.reversed())
        let untracked = layout.slots.map { MemorySlot(range: $0.range, isTracked: false) }
        #expect(throws: HypervisorError.self) { try layout.validateTracking(by: untracked) }
        #expect(throws: HypervisorError.self) { try layout.validateTracking(by: []) }
        for region in layout.regions where region.access.isWritable {
            let end = region.range.end
            // All of the memory but the region's last page.
            let slots = layout.slots.flatMap { $0.cut(at: [end.rawValue - 4096, end.rawValue]) }
                .filter { $0.range.end != end }
            let error = #expect(throws: HypervisorError.self) { try layout.validateTracking(by: slots) }
            #expect(error?.operation.contains(region.name) == true, "\(region.name)")
        }
    }
}

extension MemorySlot {
    /// The slot in parts that end and begin at `addresses`, which ascend.
    fileprivate func cut(at addresses: [UInt64]) -> [MemorySlot] {
        let inside = addresses.filter { range.start.rawValue < $0 && $0 < range.end.rawValue }
        let bounds = [range.start.rawValue] + inside + [range.end.rawValue]
        return zip(bounds, bounds.dropFirst()).compactMap { start, end in
            GuestRange(start: start, count: end - start).map { MemorySlot(range: $0, isTracked: isTracked) }
        }
    }
}
