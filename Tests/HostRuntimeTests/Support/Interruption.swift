import Synchronization
import Testing

@testable import HostRuntime

/// Ends a guest's run or call from another thread when the guest has set a word in its memory.
struct Interruption {
    private final class Target: @unchecked Sendable {
        let interrupt: () -> Void
        let word: UnsafeRawPointer
        let isOver = Atomic(false)

        init(_ word: UnsafeRawPointer, _ interrupt: @escaping () -> Void) {
            self.interrupt = interrupt
            self.word = word
        }
    }

    private let target: Target
    private let thread: OtherThread

    /// Ends the sandbox's call.
    init(ofCallOf sandbox: Sandbox, whenSetAt address: UInt64) throws {
        let handle = sandbox.interruptHandle
        try self.init(#require(sandbox.resources).memory, whenSetAt: address) { handle.interrupt() }
    }

    /// Ends the machine's run, whatever it is for.
    init(ofRunIn resources: SandboxResources, whenSetAt address: UInt64) throws {
        let machine = resources.machine
        try self.init(resources.memory, whenSetAt: address) { machine.interrupt() }
    }

    private init(
        _ memory: UnsafeGuestMemory, whenSetAt address: UInt64, interrupt: @escaping () -> Void
    ) throws {
        let range = try #require(GuestRange(start: address, count: 8))
        #expect(memory.store(UInt64(0), at: address))
        let target = Target(try #require(memory.bytes(range)?.baseAddress), interrupt)
        self.target = target
        thread = OtherThread {
            while target.word.load(as: UInt64.self) == 0, !target.isOver.load(ordering: .acquiring) {}
            target.interrupt()
        }
    }

    /// Call it when the run has ended.
    func end() {
        target.isOver.store(true, ordering: .releasing)
        thread.join()
    }
}
