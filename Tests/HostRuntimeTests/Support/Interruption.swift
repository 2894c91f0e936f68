import Synchronization
import Testing

@testable import HostRuntime

/// Ends a guest's run from another thread when the guest has set a word in its memory.
struct Interruption {
    private final class Target: @unchecked Sendable {
        let machine: any VirtualMachine
        let word: UnsafeRawPointer
        let isOver = Atomic(false)

        init(_ machine: any VirtualMachine, _ word: UnsafeRawPointer) {
            self.machine = machine
            self.word = word
        }
    }

    private let target: Target
    private let thread: OtherThread

    init(of resources: SandboxResources, whenSetAt address: UInt64) throws {
        let range = try #require(GuestRange(start: address, count: 8))
        #expect(resources.memory.store(UInt64(0), at: address))
        let target = Target(resources.machine, try #require(resources.memory.bytes(range)?.baseAddress))
        self.target = target
        thread = OtherThread {
            while target.word.load(as: UInt64.self) == 0, !target.isOver.load(ordering: .acquiring) {}
            target.machine.interrupt()
        }
    }

    /// Call it when the run has ended.
    func end() {
        target.isOver.store(true, ordering: .releasing)
        thread.join()
    }
}
