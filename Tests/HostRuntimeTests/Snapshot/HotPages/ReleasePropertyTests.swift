import TestSupport
import Testing

@testable import HostRuntime

/// Random writes, snapshots and restores, for so long that memory is returned again and again: pages always hold what the
/// model says.
@Suite("Returned memory by random sequences")
struct ReleasePropertyTests {
    /// Memory with a value in each page of its heap, and what it must be.
    private struct Subject {
        private static let pageCount = 256

        private let layout: SandboxLayout
        private let memory: UnsafeGuestMemory
        private let machine: FailingMachine
        private var state: MemoryState
        private var values = [UInt8](repeating: 0, count: pageCount)
        private var saved: [(map: PageMap, values: [UInt8])] = []

        /// - Parameter random: For a memory that begins as a snapshot of other memory; nil for zeroes.
        init(cloningBy random: inout SeededGenerator) throws {
            try self.init(over: nil)
            for _ in 0..<40 { try write(using: &random) }
            try capture()
            let first = try #require(saved.first)
            self = try Subject(over: first)
        }

        init(over first: (map: PageMap, values: [UInt8])?) throws {
            let layout = try SandboxBlueprint(
                image: RawGuest.image(MachineCode.trap), configuration: .init(heapSize: .mebibytes(1))
            ).layout
            self.layout = layout
            if let first {
                let page = Self.firstPage(layout)
                let file = try MemoryFile(range: layout.memory) { (memory) throws(HypervisorError) in
                    for index in 0..<Self.pageCount {
                        let (group, number) = (page + index).quotientAndRemainder(dividingBy: PageSet.groupSize)
                        memory.unsafelyReplace(
                            page: page + index, with: first.map.group(group)?.unsafeBytes(ofPage: number))
                    }
                }
                memory = try UnsafeGuestMemory(range: layout.memory, backing: .file(file, isShared: false))
                values = first.values
                saved = [first]
            } else {
                memory = try UnsafeGuestMemory(range: layout.memory)
            }
            machine = FailingMachine(NullVirtualMachine(memory: memory, exits: []))
            state = try MemoryState(layout: layout, tracksDirtyPages: true, backing: first?.map)
        }

        private static func firstPage(_ layout: SandboxLayout) -> Int {
            Int((layout.heap.start.rawValue - layout.memory.start.rawValue) / UInt64(PageSize.small))
        }

        /// Writes some neighbouring pages as a guest does.
        mutating func write(using random: inout SeededGenerator) throws {
            let first = Int.random(in: 0..<Self.pageCount, using: &random)
            let count = Int.random(in: 0..<4, using: &random) == 0 ? 60 : 2
            for page in first..<min(first + count, Self.pageCount) {
                // Zero often enough, for pages without contents.
                let value = UInt8.random(in: 0..<4, using: &random)
                values[page] = value
                [UInt8](repeating: value, count: PageSize.small).withUnsafeBytes {
                    memory.unsafelyReplace(page: Self.firstPage(layout) + page, with: $0.baseAddress)
                }
                let start = layout.heap.start.rawValue + UInt64(page * PageSize.small)
                machine.upcoming.append(.init(pages: [try #require(GuestRange(start: start, count: 1))]))
            }
            // All at one reading.
            machine.upcoming = [.init(pages: machine.upcoming.flatMap(\.pages))]
        }

        mutating func capture() throws {
            try state.update(from: machine, memory)
            _ = try state.capture(memory, machine)
            saved.append((state.base, values))
            if saved.count > 6 { saved.remove(at: 1) }
        }

        mutating func restore(using random: inout SeededGenerator, times: Int) throws {
            guard let target = saved.randomElement(using: &random) else { return }
            for _ in 0..<times {
                try state.update(from: machine, memory)
                try state.restore(to: target.map, memory, machine)
            }
            values = target.values
        }

        /// The first page that is not what it must be.
        func wrongPage() -> Int? {
            let start = layout.heap.start.rawValue
            return values.indices.first { page in
                let address = start + UInt64(page * PageSize.small)
                let first = memory.load(address, as: UInt8.self)
                let last = memory.load(address + UInt64(PageSize.small) - 1, as: UInt8.self)
                return first != values[page] || last != values[page]
            }
        }
    }

    @Test(arguments: [true, false], [1, 2, 3] as [UInt64])
    func pagesHoldWhatTheyMust(isClone: Bool, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var subject = isClone ? try Subject(cloningBy: &random) : try Subject(over: nil)
        for step in 0..<150 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4: try subject.write(using: &random)
            case 4: try subject.capture()
            case 5..<9: try subject.restore(using: &random, times: Int.random(in: 1..<4, using: &random))
            default: try subject.restore(using: &random, times: IdlePages.patience)
            }
            try #require(subject.wrongPage() == nil, "step \(step)")
        }
    }
}
