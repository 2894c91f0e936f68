import Testing

@testable import HostRuntime

@Suite("What observers are told of snapshots, restores, and sandboxes that come and go")
struct ObservedStateTests {
    private let observer = RecordingObserver()

    private var configuration: Sandbox.Configuration { .init(logger: .silent, observer: observer) }

    @Test func aSnapshotAndARestore() throws {
        let sandbox = try Sandbox.test(configuration: configuration)
        _ = observer.take()
        let area = (try sandbox.call("heapArea") as UInt64 + 4095) & ~4095
        _ = observer.take()
        let clean = try sandbox.snapshot()
        #expect(observer.takeTexts() == ["snapshot of \(clean.copiedPages) pages"])
        try sandbox.restore(to: clean)
        #expect(observer.takeTexts() == ["restore of 0 pages"])
        try sandbox.call("fillWords", area, UInt32(1), UInt64(7))
        let few = try sandbox.dirtyPages().count
        for page: UInt64 in 1..<5 { try sandbox.call("fillWords", area + page * 4096, UInt32(1), UInt64(7)) }
        _ = observer.take()
        try sandbox.restore(to: clean)
        #expect(observer.takeTexts() == ["restore of \(few + 4) pages"])
    }

    @Test func aRestoreToAnotherSnapshotWritesWhatTheyDifferIn() throws {
        let sandbox = try Sandbox.test(configuration: configuration)
        let first = try sandbox.snapshot()
        _ = try sandbox.call("increment") as Int32
        let second = try sandbox.snapshot()
        _ = observer.take()
        try sandbox.restore(to: first)
        try sandbox.restore(to: second)
        #expect(second.copiedPages > 0)
        #expect(
            observer.takeTexts() == [
                "restore of \(second.copiedPages) pages", "restore of \(second.copiedPages) pages",
            ])
    }

    @Test(arguments: [true, false])
    func onlyPagesThatDifferCountWithoutTracking(_ tracksDirtyPages: Bool) throws {
        var configuration = configuration
        configuration.tracksDirtyPages = tracksDirtyPages
        let sandbox = try Sandbox.test(configuration: configuration)
        let clean = try sandbox.snapshot()
        _ = try sandbox.call("increment") as Int32
        let dirty = try sandbox.dirtyPages().count
        _ = observer.take()
        try sandbox.restore(to: clean)
        #expect(dirty > 0)
        #expect(observer.takeTexts() == ["restore of \(dirty) pages"])
    }

    @Test func aRestoreThatFollowsACall() throws {
        let sandbox = try Sandbox.test(configuration: configuration)
        let clean = try sandbox.snapshot()
        _ = observer.take()
        try expectError(.guestError) { try sandbox.call("lookUp", "", thenRestoringTo: clean) as String }
        let entries = observer.take()
        #expect(entries.count == 2)
        #expect(entries.first?.text == "lookUp: 1 exits, 0 host calls, guestError")
        guard case .restore(let restore) = entries.last else {
            Issue.record("no restore came last")
            return
        }
        #expect(restore.error == nil && restore.pages > 0)
    }

    @Test func thoseThatFail() throws {
        let (sandbox, machine) = try Sandbox.test(configuration: configuration) { machine, _ in FailingMachine(machine)
        }
        let clean = try sandbox.snapshot()
        _ = observer.take()
        machine.upcoming = [.init(fails: true)]
        try expectError(.hypervisorFailure) { try sandbox.snapshot() }
        #expect(observer.takeTexts() == ["snapshot of 0 pages, hypervisorFailure"])
        machine.upcoming = [.init(fails: true)]
        try expectError(.hypervisorFailure) { try sandbox.restore(to: clean) }
        #expect(observer.takeTexts() == ["restore of 0 pages, hypervisorFailure"])
    }

    @Test func comingAndGoing() throws {
        let sandbox = try Sandbox.test(configuration: configuration)
        #expect(observer.takeTexts() == ["made from image"])
        let snapshot = try sandbox.snapshot()
        try sandbox.close()
        try sandbox.close()
        #expect(observer.take().dropFirst() == [.closed])
        let shells = ShellCache(capacity: 1)
        for origin in ["snapshot", "shell", "shell"] {
            do {
                let clone = try Sandbox(
                    from: snapshot, hostFunctions: .forTests, logger: .silent, shells: shells, observer: observer)
                #expect(observer.takeTexts() == ["made from \(origin)"])
                try clone.call("nothing")
                #expect(observer.takeTexts() == ["nothing: 1 exits, 0 host calls"])
            }
            #expect(observer.take() == [.closed], "the last reference is gone")
        }
    }

    @Test func whatWasNeverMadeDoesNotEnd() throws {
        try expectError(.aborted) {
            try Sandbox(guest: .image(RawGuest.image(MachineCode.trap)), configuration: configuration)
        }
        try expectError(.hostFunctionMismatch) {
            try Sandbox(guest: .image(TestGuests.test.get()), configuration: configuration)
        }
        #expect(observer.take() == [])
    }

    @Test func howLongItTookToMakeOne() throws {
        let watch = Stopwatch()
        let sandbox = try Sandbox.test(configuration: configuration)
        let outside = watch.elapsed
        let durations = observer.take().compactMap(\.duration)
        #expect(durations.count == 1 && durations[0] > .zero && durations[0] <= outside)
        try sandbox.close()
    }
}

extension DirtyPageMap {
    fileprivate var count: Int { regions.reduce(0) { $0 + $1.dirtyPages.count } }
}
