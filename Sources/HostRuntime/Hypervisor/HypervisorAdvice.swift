internal import SystemPackage

extension SandboxError {
    /// Says what to do about the failures that users can mend.
    init(hypervisor error: HypervisorError) {
        let advice: String? =
            switch error.errno {
            case .noSuchFileOrDirectory, .noSuchAddressOrDevice, .operationNotSupportedByDevice:
                """
                this machine has no KVM: enable virtualization in the firmware (for a VM, nested virtualization), and \
                load the kernel module kvm_intel or kvm_amd
                """
            case .permissionDenied, .notPermitted:
                """
                this user may not open it: add the user to the group kvm (sudo usermod -aG kvm $USER) and log in again
                """
            case .notSupported:
                "this machine's KVM is too old: Linux 5.0 or newer is needed"
            default: nil
            }
        guard let advice else {
            self.init(.hypervisorFailure, "\(error)", cause: error)
            return
        }
        self.init(.hypervisorUnavailable, "\(error); \(advice)", cause: error)
    }
}
