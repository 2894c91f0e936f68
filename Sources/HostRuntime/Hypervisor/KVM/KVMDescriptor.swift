internal import CKVM
import Glibc
import SystemPackage

/// An owned KVM file descriptor, and the one place where ioctls are made and their errno is read.
struct KVMDescriptor: ~Copyable {
    private let descriptor: FileDescriptor

    init(owning descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    deinit {
        // Nothing can be done about a failing close, and the descriptor is gone either way.
        try? descriptor.close()
    }

    var rawValue: CInt { descriptor.rawValue }

    /// Makes a request whose argument is a number; its result is not negative.
    @discardableResult
    func control(_ request: ckvm_request, _ argument: UInt = 0) throws(HypervisorError) -> CInt {
        while true {
            let result = ckvm_ioctl(descriptor.rawValue, request, argument)
            if result >= 0 { return result }
            // KVM_CREATE_VM among others gives up when a signal is pending.
            guard result == -EINTR else {
                throw HypervisorError(operation: Self.name(of: request), errno: Errno(rawValue: -result))
            }
        }
    }

    /// Makes a request that reads or writes `argument`; its result is not negative.
    @discardableResult
    func control<Argument>(
        _ request: ckvm_request, with argument: inout Argument
    ) throws(HypervisorError) -> CInt {
        try withUnsafeMutablePointer(to: &argument) { (pointer) throws(HypervisorError) in
            try control(request, UInt(bitPattern: pointer))
        }
    }

    /// KVM_RUN. False when a signal ended it early: the caller decides what that means.
    @inline(__always)
    func run() throws(HypervisorError) -> Bool {
        let result = ckvm_ioctl(descriptor.rawValue, CKVM_RUN, 0)
        if result >= 0 { return true }
        if result == -EINTR { return false }
        throw HypervisorError(operation: "KVM_RUN", errno: Errno(rawValue: -result))
    }

    private static func name(of request: ckvm_request) -> String {
        switch request {
        case CKVM_GET_API_VERSION: "KVM_GET_API_VERSION"
        case CKVM_CREATE_VM: "KVM_CREATE_VM"
        case CKVM_CHECK_EXTENSION: "KVM_CHECK_EXTENSION"
        case CKVM_GET_VCPU_MMAP_SIZE: "KVM_GET_VCPU_MMAP_SIZE"
        case CKVM_GET_SUPPORTED_CPUID: "KVM_GET_SUPPORTED_CPUID"
        case CKVM_CREATE_VCPU: "KVM_CREATE_VCPU"
        case CKVM_SET_USER_MEMORY_REGION: "KVM_SET_USER_MEMORY_REGION"
        case CKVM_ENABLE_CAP: "KVM_ENABLE_CAP"
        case CKVM_GET_DIRTY_LOG: "KVM_GET_DIRTY_LOG"
        case CKVM_CLEAR_DIRTY_LOG: "KVM_CLEAR_DIRTY_LOG"
        case CKVM_RUN: "KVM_RUN"
        case CKVM_GET_SREGS: "KVM_GET_SREGS"
        case CKVM_SET_SREGS: "KVM_SET_SREGS"
        case CKVM_SET_CPUID2: "KVM_SET_CPUID2"
        case CKVM_SET_VCPU_EVENTS: "KVM_SET_VCPU_EVENTS"
        case CKVM_GET_TSC_KHZ: "KVM_GET_TSC_KHZ"
        case CKVM_GET_DEVICE_ATTR: "KVM_GET_DEVICE_ATTR"
        case CKVM_GET_DEBUGREGS: "KVM_GET_DEBUGREGS"
        case CKVM_GET_MSRS: "KVM_GET_MSRS"
        case CKVM_GET_MSR_INDEX_LIST: "KVM_GET_MSR_INDEX_LIST"
        case CKVM_GET_XCRS: "KVM_GET_XCRS"
        default: "ioctl \(request.rawValue)"
        }
    }
}
