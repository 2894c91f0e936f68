internal import CKVM
import Glibc
import Synchronization

/// Ends a running KVM_RUN from another thread, without polling and without a window in which a request is lost.
///
/// A request sets `immediate_exit` in the structure that the kernel shares, and then signals the thread inside. Before
/// KVM_RUN looks at the flag, the flag ends it; after that, the signal does (Documentation/virt/kvm/api.rst, section 5).
struct KVMInterruption: ~Copyable, Sendable {
    /// The kernel's identifier of the thread inside KVM_RUN, or zero.
    private let thread = Atomic<CInt>(0)
    let isRequested = Atomic<Bool>(false)

    /// A handler that does nothing is enough: the signal's arrival is what counts.
    private let signal: CInt

    /// In microseconds.
    private static let patience: UInt32 = 100

    init() throws(HypervisorError) { signal = try InterruptSignal.install() }

    /// Asks for the end of the current run, or of the next one if there is none.
    borrowing func request(_ shared: UnsafeMutablePointer<kvm_run>) {
        isRequested.store(true, ordering: .sequentiallyConsistent)
        ckvm_set_immediate_exit(shared, true)
        // Either the thread has not yet said that it is inside, and then its KVM_RUN sees the flag, or this sees the thread.
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        let inside = thread.load(ordering: .sequentiallyConsistent)
        guard inside != 0 else { return }
        // The kernel queues real-time signals, and refuses while the user has too many waiting (RLIMIT_SIGPENDING).
        while ckvm_signal(inside, signal) == -EAGAIN, thread.load(ordering: .sequentiallyConsistent) == inside {
            usleep(Self.patience)
        }
    }

    @inline(__always)
    borrowing func willRun() {
        thread.store(ckvm_interruptible_thread(signal), ordering: .sequentiallyConsistent)
    }

    @inline(__always)
    borrowing func didRun() {
        thread.store(0, ordering: .releasing)
    }

    /// Makes runs end at once, without entering the guest, while `body` makes some; a request in the meantime stays.
    borrowing func withoutEntering<Result>(
        _ shared: UnsafeMutablePointer<kvm_run>, _ body: () throws(HypervisorError) -> Result
    ) throws(HypervisorError) -> Result {
        ckvm_set_immediate_exit(shared, true)
        defer { clearFlag(shared) }
        return try body()
    }

    /// Lets the guest be entered again, unless there is a request.
    private borrowing func clearFlag(_ shared: UnsafeMutablePointer<kvm_run>) {
        ckvm_set_immediate_exit(shared, false)
        // A request marks itself first and then sets the flag: one of the two sides sees the other.
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        if isRequested.load(ordering: .sequentiallyConsistent) { ckvm_set_immediate_exit(shared, true) }
    }

    /// Whether the run that a signal ended was meant to end; the request is then served.
    borrowing func take(_ shared: UnsafeMutablePointer<kvm_run>) -> Bool {
        let isMeant = isRequested.exchange(false, ordering: .sequentiallyConsistent)
        // Also without a request: one that was served already may have set the flag since.
        clearFlag(shared)
        return isMeant
    }
}
