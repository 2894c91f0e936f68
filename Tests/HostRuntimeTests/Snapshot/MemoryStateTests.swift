import Testing

@testable import HostRuntime

@Suite("State of memory")
struct MemoryStateTests {
    /// Memory and a machine that runs nothing.
    private struct Subject {
        let layout: SandboxLayout
        let memory: UnsafeGuestMemory
        let machine: FailingMachine
        var state: MemoryState

        init(tracksDirtyPages: Bool = true) throws {
            layout = try SandboxBlueprint(
                image: RawGuest.image(MachineCode.trap), configuration: .init(heapSize: .mebibytes(1))
            ).layout
            memory = try UnsafeGuestMemory(range: layout.memory)
            machine = FailingMachine(NullVirtualMachine(memory: memory, exits: []))
            state = try MemoryState(layout: layout, tracksDirtyPages: tracksDirtyPages)
        }

        /// A page of the heap.
        func page(_ number: UInt64) throws -> GuestRange {
            try #require(GuestRange(start: layout.heap.start.rawValue + number * 4096, count: 4096))
        }

        /// Writes as a guest does: nobody is told.
        func guestWrites(_ value: UInt8, to range: GuestRange) {
            let page = Int((range.start.rawValue - layout.memory.start.rawValue) / 4096)
            let bytes = [UInt8](repeating: value, count: 4096)
            bytes.withUnsafeBytes {
                memory.unsafelyReplace(page: page, with: $0.baseAddress)
            }
        }

        func byte(_ range: GuestRange) -> UInt8? { memory.load(range.end.rawValue - 1, as: UInt8.self) }

        mutating func capture() throws -> (PageMap, copied: Int) {
            try state.update(from: machine, memory)
            let copied = try state.capture(memory, machine)
            return (state.base, copied)
        }

        mutating func restore(to map: PageMap) throws {
            try state.restore(to: map, memory, machine)
        }
    }

    @Test func aCollectionThatFailsHalfWayLosesNoPage() throws {
        var subject = try Subject()
        let clean = try subject.capture().0
        let (first, second) = (try subject.page(1), try subject.page(200))
        subject.guestWrites(1, to: first)
        subject.guestWrites(2, to: second)
        subject.machine.upcoming = [.init(pages: [first], fails: true), .init(pages: [second])]
        #expect(throws: HypervisorError.self) { try subject.capture() }
        #expect(subject.state.changes.addresses == [first.start])
        let (changed, copied) = try subject.capture()
        #expect(copied == 2)
        try subject.restore(to: clean)
        #expect(subject.byte(first) == 0 && subject.byte(second) == 0)
        try subject.restore(to: changed)
        #expect(subject.byte(first) == 1 && subject.byte(second) == 2)
    }

    @Test func aRestoreThatFailsHalfWayIsMendedByTheNext() throws {
        var subject = try Subject()
        let clean = try subject.capture().0
        let page = try subject.page(3)
        subject.guestWrites(9, to: page)
        subject.machine.upcoming = [.init(pages: [page], fails: true)]
        #expect(throws: HypervisorError.self) { try subject.restore(to: clean) }
        #expect(subject.byte(page) == 9, "memory is as it was")
        try subject.restore(to: clean)
        #expect(subject.byte(page) == 0)
        #expect(subject.state.changes.isEmpty)
    }

    @Test func hostWritesAreChangesOnce() throws {
        var subject = try Subject()
        _ = try subject.capture()
        let page = try subject.page(5)
        #expect(subject.memory.store(UInt64(7), at: page.end.rawValue - 4), "a store over the page's end")
        try subject.state.update(from: subject.machine, subject.memory)
        #expect(subject.state.changes.addresses == [page.start, page.end])
        #expect(try subject.capture().copied == 2)
        #expect(try subject.capture().copied == 0)
    }

    @Test func theHostsPageAndThePageTablesAreNobodysChanges() throws {
        var subject = try Subject()
        _ = try subject.capture()
        let environment = SupervisorLayout.environment.rawValue
        #expect(subject.memory.store(UInt64(7), at: environment))
        subject.machine.upcoming = [.init(pages: [subject.layout.pageTables])]
        #expect(try subject.capture().copied == 0)
        try subject.restore(to: PageMap(groupCount: PageSet.groupCount(of: subject.layout.memory)))
        #expect(subject.memory.load(environment, as: UInt64.self) == 7)
    }

    /// The third call that writes a page finds it writable, and so do all after it.
    @Test func pagesThatAreWrittenAgainAndAgainAreNotProtected() throws {
        var subject = try Subject()
        let clean = try subject.capture().0
        let page = try subject.page(4)
        var protected: [Int] = []
        for round in 0..<6 {
            subject.guestWrites(UInt8(round + 1), to: page)
            // A page that is writable may be reported or not: it is looked at in any case.
            if round < 2 { subject.machine.upcoming = [.init(pages: [page])] }
            let before = subject.machine.protected.count
            try subject.restore(to: clean)
            #expect(subject.byte(page) == 0, "round \(round)")
            protected.append(subject.machine.protected.count - before)
        }
        #expect(protected == [1, 0, 0, 0, 0, 0], "requests")
        let count = subject.machine.protected.count
        // Unwritten, it is protected again, once.
        for _ in 1..<HotPages.patience { try subject.restore(to: clean) }
        #expect(subject.machine.protected.count == count)
        try subject.restore(to: clean)
        #expect(subject.machine.protected.dropFirst(count) == [[page.start]])
        try subject.restore(to: clean)
        #expect(subject.machine.protected.count == count + 1)
    }

    @Test func aBurstIsProtectedAtOnce() throws {
        var subject = try Subject()
        let clean = try subject.capture().0
        let burst = try (0..<200).map { try subject.page($0) }
        for page in burst { subject.guestWrites(1, to: page) }
        subject.machine.upcoming = [.init(pages: burst)]
        try subject.restore(to: clean)
        #expect(subject.machine.protected.last == burst.map(\.start))
        #expect(burst.allSatisfy { subject.byte($0) == 0 })
    }

    /// A snapshot stores what was written, not what might have been.
    @Test func aSnapshotLeavesOutHotPagesThatWereNotWritten() throws {
        var subject = try Subject()
        let clean = try subject.capture().0
        let page = try subject.page(4)
        for _ in 0..<2 {
            subject.guestWrites(1, to: page)
            subject.machine.upcoming = [.init(pages: [page])]
            try subject.restore(to: clean)
        }
        #expect(try subject.capture().copied == 0)
        try subject.state.update(from: subject.machine, subject.memory)
        #expect(subject.state.changes.addresses == [page.start])
        #expect(subject.state.differences(subject.memory).isEmpty)
        subject.guestWrites(2, to: page)
        try subject.state.update(from: subject.machine, subject.memory)
        #expect(subject.state.differences(subject.memory).addresses == [page.start])
        let (changed, copied) = try subject.capture()
        #expect(copied == 1)
        try subject.restore(to: clean)
        #expect(subject.byte(page) == 0)
        try subject.restore(to: changed)
        #expect(subject.byte(page) == 2)
    }

    /// Whoever tracks nothing compares: only what is different is copied, and only what is different is written.
    @Test func withoutTrackingChangesAreFound() throws {
        var subject = try Subject(tracksDirtyPages: false)
        let clean = try subject.capture().0
        #expect(try subject.capture().copied == 0)
        let (first, second) = (try subject.page(0), try subject.page(255))
        subject.guestWrites(1, to: first)
        subject.guestWrites(2, to: second)
        let (changed, copied) = try subject.capture()
        #expect(copied == 2)
        try subject.restore(to: clean)
        #expect(subject.byte(first) == 0 && subject.byte(second) == 0)
        try subject.restore(to: changed)
        #expect(subject.byte(first) == 1 && subject.byte(second) == 2)
        #expect(try subject.capture().copied == 0)
    }

    /// The same with a guest and a processor, through the sandbox.
    @Test func aSandboxSurvivesAFailingCollection() throws {
        let (sandbox, machine) = try Sandbox.test { machine, _ in FailingMachine(machine) }
        let clean = try sandbox.snapshot()
        _ = try sandbox.call("increment") as Int32
        machine.upcoming = [.init(fails: true)]
        // It is no call that has failed.
        #expect(try expectError(.hypervisorFailure) { try sandbox.snapshot() }.ending == nil)
        #expect(sandbox.poisonedBy == nil)
        let one = try sandbox.snapshot()
        _ = try sandbox.call("increment") as Int32
        machine.upcoming = [.init(fails: true)]
        try expectError(.hypervisorFailure) { try sandbox.restore(to: clean) }
        #expect(sandbox.poisonedBy?.code == .hypervisorFailure)
        try sandbox.restore(to: one)
        #expect(sandbox.poisonedBy == nil)
        #expect(try sandbox.call("counterValue") == Int32(1))
        try sandbox.restore(to: clean)
        #expect(try sandbox.call("counterValue") == Int32(0))
    }
}
