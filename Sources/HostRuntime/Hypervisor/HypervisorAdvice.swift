internal import SystemPackage

/// What users can do about a hypervisor that they cannot use.
package enum HypervisorAdvice {
    package static let absent = """
        this machine has no KVM: enable virtualization in the firmware (for a VM, nested virtualization), and load the \
        kernel module kvm_intel or kvm_amd; in a container, pass --device /dev/kvm
        """
    package static let forbidden = """
        this user may not open it: add the user to the group kvm (sudo usermod -aG kvm $USER) and log in again; if the \
        device is not that group's, first sudo chgrp kvm /dev/kvm && sudo chmod 660 /dev/kvm
        """
    package static let tooOld = "this machine's KVM is too old: Linux 5.0 or newer is needed"
}

extension HypervisorError {
    /// What users can do about it, if they can do anything.
    var advice: String? {
        switch errno {
        case .noSuchFileOrDirectory, .noSuchAddressOrDevice, .operationNotSupportedByDevice: HypervisorAdvice.absent
        case .permissionDenied, .notPermitted: HypervisorAdvice.forbidden
        case .notSupported: HypervisorAdvice.tooOld
        default: nil
        }
    }
}

extension SandboxError {
    /// - Parameter ending: How the call ended, if one was running.
    init(hypervisor error: HypervisorError, ending: CallEnding? = nil) {
        let isCall = ending != nil
        if let refusal = error.refusal {
            self.init(refusal.code, refusal.message, ending: ending, hasEnding: isCall)
        } else if let advice = error.advice {
            self.init(
                .hypervisorUnavailable, "\(error); \(advice)", cause: error, ending: ending, hasEnding: isCall)
        } else {
            self.init(.hypervisorFailure, "\(error)", cause: error, ending: ending, hasEnding: isCall)
        }
    }
}
