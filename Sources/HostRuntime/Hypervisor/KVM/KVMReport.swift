internal import CKVM

/// What this machine's KVM has of what sandboxes use.
package struct KVMReport: Equatable, Sendable {
    package struct Capability: Equatable, Sendable {
        /// As the kernel's documentation spells it.
        package let name: String
        package let isProvided: Bool
        /// Whether there can be no sandbox without it.
        package let isRequired: Bool
        /// What cannot be done without it.
        package let absence: String

        package init(name: String, isProvided: Bool, isRequired: Bool, absence: String) {
            self.name = name
            self.isProvided = isProvided
            self.isRequired = isRequired
            self.absence = absence
        }
    }

    /// Why there is no report.
    package struct Obstacle: Error, Equatable {
        package let problem: String
        /// What to do about it, if that is known.
        package let advice: String?

        package init(problem: String, advice: String?) {
            self.problem = problem
            self.advice = advice
        }
    }

    package let apiVersion: Int
    package let capabilities: [Capability]

    /// The only version that sandboxes use.
    package static let requiredAPIVersion = Int(KVMSystem.apiVersion)

    package init(apiVersion: Int, capabilities: [Capability]) {
        self.apiVersion = apiVersion
        self.capabilities = capabilities
    }

    /// Asks `/dev/kvm`. What is missing is reported, not thrown.
    package static func read() throws(Obstacle) -> KVMReport {
        do throws(HypervisorError) {
            let device = try KVMSystem.openDevice()
            var capabilities: [Capability] = []
            for (list, isRequired) in [(KVMCapability.required, true), (KVMCapability.optional, false)] {
                for capability in list {
                    capabilities.append(
                        Capability(
                            name: capability.name, isProvided: try capability.isProvided(by: device),
                            isRequired: isRequired, absence: capability.absence))
                }
            }
            return KVMReport(
                apiVersion: Int(try device.control(CKVM_GET_API_VERSION)), capabilities: capabilities)
        } catch {
            throw Obstacle(problem: "\(error)", advice: error.advice)
        }
    }
}
