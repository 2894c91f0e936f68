import Glibc
import SystemPackage

/// A system call that the hypervisor interface needed and the kernel refused, or that the process has forbidden itself.
struct HypervisorError: Error, CustomStringConvertible {
    let operation: String
    let errno: Errno
    /// Why the process did not even try.
    private(set) var refusal: Refusal?

    struct Refusal {
        let code: SandboxError.Code
        let message: String
    }

    init(operation: String, errno: Errno) {
        self.operation = operation
        self.errno = errno
    }

    init(guestMemory size: MemorySize, beyond limit: MemorySize, admitted: MemorySize) {
        self.init(operation: "admitting a guest's memory", errno: .noMemory)
        refusal = Refusal(
            code: .guestMemoryLimitReached,
            message: """
                a sandbox with \(size) of memory does not fit: this process allows its guests \(limit), and \(admitted) are \
                taken. Close sandboxes, make smaller ones, or raise GuestMemory.limit
                """)
    }

    init(signalInUse number: CInt) {
        self.init(operation: "taking signal \(number)", errno: .resourceBusy)
        refusal = Refusal(
            code: .invalidConfiguration,
            message: """
                this process handles signal \(number) already: choose another real-time signal by InterruptSignal.use(_:) \
                before the first sandbox
                """)
    }

    var description: String { refusal?.message ?? "\(operation) failed: \(errno)" }
}

extension Errno {
    /// The calling thread's `errno`; to be read directly after the call that failed.
    static var current: Errno { Errno(rawValue: Glibc.errno) }
}
