import HostRuntime
import SystemPackage

@testable import SwiftletCommand

extension MachineFacts {
    /// A machine that lacks nothing.
    static var complete: MachineFacts {
        MachineFacts(
            system: "Linux 6.1.0 x86_64", device: KVMDevice(owner: "root", group: "kvm", mode: 0o660),
            kvm: .success(.complete), flavour: KVMFlavour(kind: .intel, hasNestedPaging: true),
            sandboxes: .success(
                SandboxMeasurement(
                    creation: .microseconds(350), callMedian: .nanoseconds(2340), callPercentile99: .milliseconds(2),
                    clone: .success(.microseconds(200)))),
            openFileLimit: 1024, toolchain: .success(Toolchain(version: "6.3.1", hasEmbeddedLibrary: true)),
            sdk: .success("/opt/sdk"))
    }
}

extension KVMReport {
    static let complete = report()

    /// - Parameter absent: The capability that it lacks.
    static func report(version: Int = 12, without absent: String = "") -> KVMReport {
        let names = [("KVM_CAP_SYNC_REGS", true), ("KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2", false)]
        return KVMReport(
            apiVersion: version,
            capabilities: names.map { name, isRequired in
                Capability(
                    name: name, isProvided: name != absent, isRequired: isRequired, absence: "life is hard without it")
            })
    }
}
