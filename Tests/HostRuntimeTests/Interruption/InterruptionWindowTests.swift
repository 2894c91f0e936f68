import Glibc
import GuestTestSupport
import Synchronization
import Testing

@testable import HostRuntime

/// The windows of `docs/cancellation.md`, by number. Each is forced, by threads at the same time, so and so often.
@Suite("Windows of an interruption")
struct InterruptionWindowTests {
    private static let threads = 4
    private static let repetitions = max(1, interruptions / threads)
    /// In each window.
    private static let interruptions = getenv("SWIFTLET_INTERRUPTIONS").flatMap { Int(String(cString: $0)) } ?? 500

    /// A sandbox whose machine lets the test in, and its state before the first call.
    private final class Windowed {
        let sandbox: Sandbox
        let machine: WindowMachine
        let clean: Snapshot
        var handle: InterruptHandle { sandbox.interruptHandle }

        /// What the host function `hostNothing` does.
        var told: @Sendable () -> Void {
            get { hostNothing.body }
            set { hostNothing.body = newValue }
        }
        private let hostNothing = Told()

        init() throws {
            var hostFunctions = HostFunctions.forTests
            hostFunctions.register("hostNothing") { [hostNothing] in hostNothing.body() }
            (sandbox, machine) = try Sandbox.test(hostFunctions: hostFunctions) { machine, _ in WindowMachine(machine) }
            clean = try sandbox.snapshot()
        }

        /// A call that must be cancelled, and after a restore one that must not.
        func expectCancelled(_ body: () throws -> Void) throws {
            try expectError(.cancelled) { try body() }
            #expect(sandbox.poisonedBy?.code == .cancelled)
            try expectError(.poisoned) { try sandbox.call("nothing") }
            (machine.willRun, machine.didRun, machine.willInterrupt, told) = ({}, {}, {}, {})
            try sandbox.restore(to: clean)
            try expectUndisturbed()
        }

        /// A call that returns, without a run that was ended.
        func expectUndisturbed() throws {
            let before = machine.interruptedRuns
            #expect(try sandbox.call("add", Int32(40), Int32(2)) as Int32 == 42)
            #expect(machine.interruptedRuns == before)
        }
    }

    /// What a host function does. It runs on the thread that calls the sandbox, which is the one that changes it.
    private final class Told: @unchecked Sendable {
        var body: @Sendable () -> Void = {}
    }

    /// Several threads, each with a sandbox of its own.
    private func eachThread(_ body: @escaping @Sendable (Windowed) throws -> Void) {
        let threads = (0..<Self.threads).map { _ in
            OtherThread {
                do {
                    let windowed = try Windowed()
                    for _ in 0..<Self.repetitions { try body(windowed) }
                } catch {
                    Issue.record("\(error)")
                }
            }
        }
        for thread in threads { thread.join() }
    }

    @Test func window1BeforeTheCall() {
        eachThread { windowed in
            #expect(!windowed.handle.interrupt())
            try windowed.expectUndisturbed()
        }
    }

    @Test func window2BeforeTheGuestIsEntered() {
        eachThread { windowed in
            let handle = windowed.handle
            windowed.machine.willRun = { #expect(handle.interrupt()) }
            try windowed.expectCancelled { try windowed.sandbox.call("nothing") }
        }
    }

    /// Somewhere about the entry: before the kernel looks at the flag, between that and the guest, or in the guest.
    @Test func window3AsTheGuestIsEntered() {
        eachThread { windowed in
            let handle = windowed.handle
            let entry = Mark()
            windowed.machine.willRun = { entry.set() }
            let other = OtherThread {
                entry.wait()
                Mark.pause(Int.random(in: 0..<20_000))
                #expect(handle.interrupt())
            }
            try windowed.expectCancelled { try windowed.sandbox.call("spin") }
            other.join()
        }
    }

    @Test func window4InTheGuest() {
        eachThread { windowed in
            let handle = windowed.handle
            let isInGuest = Mark()
            // The guest goes on when it has told the host.
            windowed.told = { isInGuest.set() }
            let other = OtherThread {
                isInGuest.wait()
                Mark.pause(50_000)
                #expect(handle.interrupt())
            }
            try windowed.expectCancelled { try windowed.sandbox.call("tellAndSpin") }
            other.join()
        }
    }

    /// The guest has left, and the host has not looked yet why: it has returned, or it calls a host function, which is served.
    @Test(arguments: ["nothing", "tellAndSpin"]) func window5AfterTheGuestHasLeft(function: String) {
        eachThread { windowed in
            let handle = windowed.handle
            let isServed = Mark()
            windowed.told = { isServed.set() }
            windowed.machine.didRun = { #expect(handle.interrupt()) }
            try windowed.expectCancelled { try windowed.sandbox.call(function) }
            #expect(isServed.isSet == (function == "tellAndSpin"))
        }
    }

    @Test func window6DuringAHostFunction() {
        eachThread { windowed in
            let handle = windowed.handle
            windowed.told = { #expect(handle.interrupt()) }
            try windowed.expectCancelled { try windowed.sandbox.call("tellAndSpin") }
        }
    }

    /// The guest has returned, and the host reads the result.
    @Test func window7AfterTheGuestHasReturned() {
        eachThread { windowed in
            let handle = windowed.handle
            let sandbox = windowed.sandbox
            let entry = try sandbox.find("nothing")
            try windowed.expectCancelled {
                try sandbox.perform(entry, encode: { _ in }, decode: { _ in #expect(handle.interrupt()) })
            }
        }
    }

    /// The request counts, and before it has interrupted the machine the guest returns: the call waits for it, so that no later
    /// run is ended in the place of this one.
    @Test func window8BetweenTheRequestAndTheInterruption() {
        eachThread { windowed in
            let handle = windowed.handle
            let (isRequested, hasLeft) = (Mark(), Mark())
            windowed.machine.willInterrupt = {
                isRequested.set()
                hasLeft.wait()
                Mark.pause(20_000)
            }
            windowed.machine.didRun = { hasLeft.set() }
            windowed.machine.willRun = { isRequested.wait() }
            let other = OtherThread {
                while !handle.interrupt() {}
            }
            try windowed.expectCancelled { try windowed.sandbox.call("nothing") }
            other.join()
        }
    }

    @Test func window9AfterTheCall() {
        eachThread { windowed in
            try windowed.sandbox.call("nothing")
            #expect(!windowed.handle.interrupt())
            try windowed.expectUndisturbed()
        }
    }

    /// The sandbox is closed as soon as its call has ended, and another one has its machine, which nobody interrupts.
    @Test func window10AfterTheSandbox() throws {
        let snapshot = try Sandbox.test().snapshot()
        let shells = ShellCache(capacity: 1)
        for _ in 0..<50 {
            let first = try Sandbox(from: snapshot, hostFunctions: .forTests, logger: .silent, shells: shells)
            let handle = first.interruptHandle
            let machine = try #require(first.resources).machine
            let (isClosed, isOver) = (Mark(), Mark())
            let other = OtherThread {
                while !isOver.isSet {
                    // Looked at before the request: one that was made before the end counts for the call.
                    let mayCount = !isClosed.isSet
                    let counts = handle.interrupt()
                    #expect(!counts || mayCount)
                }
            }
            try expectError(.cancelled) {
                while !isOver.isSet { try first.call("nothing") }
            }
            try first.close()
            isClosed.set()
            let second = try Sandbox(from: snapshot, hostFunctions: .forTests, logger: .silent, shells: shells)
            let resources = try #require(second.resources)
            #expect(resources.machine === machine)
            for _ in 0..<20 { try second.call("nothing") }
            // Its machine is not told to end the next run either.
            #expect(try !#require(resources.machine as? KVMVirtualMachine).isInterruptionRequested)
            isOver.set()
            other.join()
            try second.close()
        }
    }

    /// One call is ended once, whoever asks for it.
    @Test func severalRequestersOfOneCall() {
        eachThread { windowed in
            let handle = windowed.handle
            let isInGuest = Mark()
            let granted = Granted()
            windowed.told = { isInGuest.set() }
            let others = (0..<3).map { _ in
                OtherThread {
                    isInGuest.wait()
                    if handle.interrupt() { granted.count.add(1, ordering: .relaxed) }
                }
            }
            try windowed.expectCancelled {
                let result = Result { try windowed.sandbox.call("tellAndSpin") }
                // Before the next call, of which they know nothing.
                for other in others { other.join() }
                try result.get()
            }
            #expect(granted.count.load(ordering: .relaxed) >= 1)
        }
    }

    private final class Granted: Sendable {
        let count = Atomic(0)
    }
}

extension KVMVirtualMachine {
    fileprivate var isInterruptionRequested: Bool { interruption.isRequested.load(ordering: .sequentiallyConsistent) }
}
