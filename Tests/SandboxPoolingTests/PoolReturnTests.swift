import GuestTestSupport
import HostRuntime
import Logging
import TestSupport
import Testing

@testable import SandboxPooling

/// Whatever a borrower does, the next one gets a sandbox in the snapshot's state.
@Suite("Return to a pool")
struct PoolReturnTests {
    private let source: TestSource
    private let pool: SandboxPool
    private let recorded = RecordedLog()

    init() throws {
        source = try TestSource()
        pool = try SandboxPool(source: source, configuration: .test(size: 1, idle: 1, logger: recorded.logger()))
    }

    private struct Failure: Error {}

    /// The next borrower finds nothing of what happened, in a sandbox that is new or not.
    private func expectCleanNext(
        replacements: Int = 0, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await eventually(sourceLocation: sourceLocation) { pool.statistics.idle == 1 }
        #expect(try await pool.withSandbox { try $0.call("increment") } == Int32(1), sourceLocation: sourceLocation)
        #expect(pool.statistics.replacements == replacements, sourceLocation: sourceLocation)
        #expect(source.counts.made == 1 + replacements, sourceLocation: sourceLocation)
        #expect(source.counts.closed == replacements, sourceLocation: sourceLocation)
        #expect((pool.statistics.idle, pool.statistics.lent) == (1, 0), sourceLocation: sourceLocation)
        await pool.shutdown()
        #expect(source.counts.alive == 0, sourceLocation: sourceLocation)
    }

    @Test func afterAThrow() async throws {
        await #expect(throws: Failure.self) {
            try await pool.withSandbox { sandbox in
                let _: Int32 = try sandbox.call("increment")
                throw Failure()
            }
        }
        try await expectCleanNext()
    }

    @Test func afterACancellation() async throws {
        let lent = Gate()
        let task = Task { [pool] in
            try await pool.withSandbox { sandbox in
                let _: Int32 = try await sandbox.call("increment")
                lent.open()
                try await Task.sleep(for: .seconds(3600))
            }
        }
        await lent.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await expectCleanNext()
    }

    @Test func afterAFaultOfTheGuest() async throws {
        let error = await #expect(throws: SandboxError.self) {
            try await pool.withSandbox { sandbox in
                let _: Int32 = try sandbox.call("increment")
                let _: Int32 = try sandbox.call("trapOverflow", Int32.max, Int32(1))
            }
        }
        #expect(error?.code == .aborted)
        try await expectCleanNext()
    }

    @Test func afterTheBodyClosedIt() async throws {
        try await pool.withSandbox { try $0.close() }
        try await expectCleanNext(replacements: 1)
        #expect(recorded.messages == ["a body closed its sandbox, which is replaced"])
        #expect(recorded.all.first?.level == .debug)
    }

    @Test func afterARestoreThatFailed() async throws {
        try await eventually { pool.statistics.idle == 1 }
        source.set(\.isRestoringFailing)
        #expect(try await pool.withSandbox { try $0.call("increment") } == Int32(1))
        source.set(\.isRestoringFailing, false)
        try await expectCleanNext(replacements: 1)
        #expect(recorded.messages.count == 1)
        #expect(recorded.messages.first?.contains("could not be restored") == true)
    }

    @Test func afterAClosingThatFailed() async throws {
        source.set(\.isClosingFailing)
        try await pool.withSandbox { try $0.close() }
        try await expectCleanNext(replacements: 1)
        #expect(recorded.messages.contains { $0.contains("could not be closed") })
    }

    @Test func aReferenceThatEscapesSeesNobodysData() async throws {
        var escaped: Sandbox?
        try await pool.withSandbox { escaped = $0 }
        try await expectCleanNext(replacements: 1)
        let error = #expect(throws: SandboxError.self) { try escaped?.call("increment") as Int32? }
        #expect(error?.code == .closed)
        #expect(recorded.messages.count == 1)
        #expect(recorded.messages.first?.contains("let no reference to it escape") == true)
    }

    @Test func aFunctionThatEscapesSeesNobodysData() async throws {
        var escaped: GuestFunction<Int32>?
        try await pool.withSandbox { escaped = try $0.function("increment", returning: Int32.self) }
        try await expectCleanNext(replacements: 1)
        let error = await #expect(throws: SandboxError.self) { try await escaped?() }
        #expect(error?.code == .closed)
    }

    @Test func afterASnapshotAndARestoreOfTheBodysOwn() async throws {
        let later = try await pool.withSandbox { sandbox in
            let _: Int32 = try sandbox.call("increment")
            return try sandbox.snapshot()
        }
        try await pool.withSandbox { sandbox in
            try sandbox.restore(to: later)
            #expect(try await sandbox.call("counterValue") == Int32(1))
        }
        try await expectCleanNext()
    }

    @Test func theLogLevelIsTheConfigurationsAgain() async throws {
        let level = try await pool.withSandbox { sandbox in
            defer { sandbox.logLevel = .trace }
            return sandbox.logLevel
        }
        #expect(level != .trace)
        #expect(try await pool.withSandbox { $0.logLevel } == level)
        try await expectCleanNext()
    }

    @Test func theLimitsAreTheConfigurationsAgain() async throws {
        let limits = try await pool.withSandbox { sandbox in
            defer { sandbox.limits.exitsPerCall = 1 }
            return sandbox.limits
        }
        #expect(limits.exitsPerCall != 1)
        #expect(try await pool.withSandbox { $0.limits } == limits)
    }

    @Test func whatIsMeasuredIsTheConfigurationsAgain() async throws {
        let exits = try await pool.withSandbox { sandbox in
            sandbox.measuresUsage = true
            let _: Int32 = try sandbox.call("increment")
            return sandbox.lastCallUsage?.exits
        }
        #expect(exits == 1)
        #expect(try await pool.withSandbox { $0.measuresUsage } == false)
        try await expectCleanNext()
    }

    @Test func aPoolThatMeasures() async throws {
        var configuration = SandboxPool.Configuration.test(size: 1)
        configuration.measuresUsage = true
        let pool = try SandboxPool(
            snapshot: TestGuest.snapshot.get(), hostFunctions: TestGuest.hostFunctions, configuration: configuration)
        for round: UInt64 in 0..<3 {
            try await pool.withSandbox { sandbox in
                let (isMeasured, before) = (sandbox.measuresUsage, sandbox.usage)
                #expect(isMeasured)
                #expect(before.exits == round, "a sandbox's usage goes on from borrower to borrower")
                let _: Int32 = try sandbox.call("increment")
                let (pages, changed) = (sandbox.lastCallUsage?.dirtyPages, try sandbox.dirtyPages().count)
                #expect(pages == UInt64(changed))
                sandbox.measuresUsage = round == 1
            }
        }
        await pool.shutdown()
    }

    @Test func oneTenantsTraceIsNotTheNexts() async throws {
        let recorder = TraceRecorder()
        try await pool.withSandbox { sandbox in
            sandbox.tracing = Sandbox.Tracing(to: recorder)
            sandbox.startMemoryProfile()
            let _: Int32 = try sandbox.call("increment")
        }
        let recorded = recorder.bytes().count
        try await pool.withSandbox { sandbox in
            #expect(sandbox.tracing == nil)
            #expect(sandbox.memoryProfile == nil)
            let _: Int32 = try sandbox.call("increment")
        }
        #expect(recorder.bytes().count == recorded)
        try await expectCleanNext()
    }

    @Test func aSecretOfOneTenantIsGoneForTheNext() async throws {
        let secret: UInt64 = 0x5ec2_e75a_c3b8
        let places = try await pool.withSandbox { sandbox in
            let places: [UInt64] = [try await sandbox.call("dataArea"), try await sandbox.call("heapArea")]
            for place in places { try await sandbox.call("fillWords", place, UInt32(2048), secret) }
            #expect(try await sandbox.call("wordAt", places[0]) == secret)
            try await sandbox.call("keepBlock", UInt32(0), UInt32(5000), UInt32(7))
            #expect(try await sandbox.call("keptSum") == UInt64(35_000))
            return places
        }
        try await pool.withSandbox { sandbox in
            for place in places {
                for index in stride(from: 0, to: 2048, by: 31) as StrideTo<UInt64> {
                    let word: UInt64 = try await sandbox.call("wordAt", place + 8 * index)
                    #expect(word != secret &+ index &* 0x9e37_79b9_7f4a_7c15, "word \(index)")
                }
            }
            #expect(try await sandbox.call("keptSum") == UInt64(0))
        }
        try await expectCleanNext()
    }
}
