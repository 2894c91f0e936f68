import Logging
import Testing
import Wire

@testable import HostRuntime

/// A sandbox in which a guest commits one hostile act after another, and what must hold after each of them: nothing that ring 3
/// must not change has changed, the host goes on, and a restore undoes it.
struct ContainedSandbox {
    let sandbox: Sandbox
    let resources: SandboxResources
    let guest: ActGuest
    private let clean: Snapshot
    private let supervisor: SupervisorContents
    private let state: PrivilegedState
    /// Another sandbox, which goes on whatever happens to the first.
    private let bystander: Sandbox

    var layout: SandboxLayout { resources.layout }
    var heap: UInt64 { layout.heap.start.rawValue }

    /// Whether ring 3 runs on the host's descriptor tables rather than the sandbox's own: there SS holds a selector of theirs.
    var isSoftwarePaged: Bool {
        resources.shell.processor.stackSelector != UInt64(SegmentSelector.userData.rawValue)
    }

    /// Whether ring 0 is kept from ring 3's pages.
    var hasSMAP: Bool { state.system.cr4 & 1 << 21 != 0 }

    /// Bytes of the heap that are not zero in the snapshot, so that it shows when something writes zeroes there.
    var marked: GuestRange? { GuestRange(start: heap + 4096, count: 64) }
    static let mark: UInt8 = 0xee

    /// - Parameter codes: What the acts consist of.
    init(_ codes: some Sequence<[UInt8]>, hostFunctions: HostFunctions = HostFunctions()) throws {
        guest = try ActGuest(codes)
        func makeSandbox(_ image: GuestImage) throws -> Sandbox {
            let configuration = Sandbox.Configuration(
                heapSize: .kibibytes(64), stackSize: .kibibytes(64), logger: .silent)
            return try Sandbox(guest: .image(image), configuration: configuration, hostFunctions: hostFunctions)
        }
        sandbox = try makeSandbox(guest.image)
        bystander = try makeSandbox(guest.image)
        resources = try #require(sandbox.resources)
        try Self.expectAnswer(of: sandbox)
        let mark = [UInt8](repeating: Self.mark, count: 64)
        try resources.memory.copy(
            mark.span.bytes, to: GuestAddress(rawBits: resources.layout.heap.start.rawValue + 4096))
        clean = try sandbox.snapshot()
        supervisor = try SupervisorContents(of: resources)
        state = try Self.privilegedState(of: resources)
    }

    init(_ acts: [Act]) throws { try self.init(acts.map(\.code)) }

    /// Commits an act, which must end as it says.
    ///
    /// - Parameter emulated: Other ends, which only an emulated processor knows.
    /// - Returns: The error in which it ended.
    @discardableResult
    func commit(
        _ act: Act, or emulated: [ActEnd] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> SandboxError? {
        for (index, word) in act.parameters.enumerated() {
            try #require(resources.memory.store(word, at: heap + UInt64(8 * index)))
        }
        try resources.memory.copy(act.output.span.bytes, to: layout.output.start)
        try resources.memory.copy(act.log.span.bytes, to: layout.log.start)
        let before = try SupervisorContents(of: resources, since: supervisor)
        let error = try run(act)
        let expected = isSoftwarePaged ? act.softwarePagedEnds : act.ends + emulated
        let place = Comment(rawValue: "\(act.name): \(error.map { "\($0)" } ?? "returns")")
        #expect(expected.contains(ActEnd(error)), place, sourceLocation: sourceLocation)
        let isFatal = error.map { !Self.harmlessErrors.contains($0.code) } ?? false
        #expect(sandbox.poisonedBy?.code == (isFatal ? error?.code : nil), place, sourceLocation: sourceLocation)
        #expect(try before.changes() == [], place, sourceLocation: sourceLocation)
        #expect(try Self.privilegedState(of: resources) == state, place, sourceLocation: sourceLocation)
        if isFatal { try expectError(.poisoned, sourceLocation: sourceLocation) { try callHarmless() } }
        try Self.expectAnswer(of: bystander, sourceLocation: sourceLocation)
        try sandbox.restore(to: clean)
        try Self.expectAnswer(of: sandbox, place, sourceLocation: sourceLocation)
        return error
    }

    /// Those by which a guest's function ends properly.
    private static let harmlessErrors: [SandboxError.Code] = [.guestError, .resultTooLarge]

    private func run(_ act: Act) throws -> SandboxError? {
        do {
            // Acts that forge a result may return another than 1.
            let _: Int32 = try sandbox.call(guest.name(of: act.code))
            return nil
        } catch let error as SandboxError {
            return error
        }
    }

    private func callHarmless() throws -> Int32 { try sandbox.call("harmless") }

    private static func expectAnswer(
        of sandbox: Sandbox, _ place: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try sandbox.call("harmless") == Int32(1), place, sourceLocation: sourceLocation)
    }

    private static func privilegedState(of resources: SandboxResources) throws -> PrivilegedState {
        try #require(resources.machine as? KVMVirtualMachine).privilegedState()
    }
}
