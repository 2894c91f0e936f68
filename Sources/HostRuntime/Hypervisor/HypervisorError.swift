import Glibc
import SystemPackage

/// A system call that the hypervisor interface needed and the kernel refused.
struct HypervisorError: Error, CustomStringConvertible {
    let operation: String
    let errno: Errno

    var description: String { "\(operation) failed: \(errno)" }
}

extension Errno {
    /// The calling thread's `errno`; to be read directly after the call that failed.
    static var current: Errno { Errno(rawValue: Glibc.errno) }
}
