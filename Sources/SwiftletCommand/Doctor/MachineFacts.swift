import Glibc
import HostRuntime
import SystemPackage

/// What `swiftlet doctor` has found out about a machine. What it means is for ``MachineFacts/findings(forBuilding:)``.
struct MachineFacts {
    /// As `uname` has it, such as `Linux 6.1.0 x86_64`.
    var system: String
    /// Nil without the device.
    var device: KVMDevice?
    var kvm: Result<KVMReport, KVMReport.Obstacle>
    var flavour: KVMFlavour
    /// Not taken when KVM has not all that is required.
    var sandboxes: Result<SandboxMeasurement, SandboxError>?
    /// How many files the process may have open at a time.
    var openFileLimit: UInt64
    var toolchain: Result<Toolchain, CommandFailure>
    /// The folder that holds the guests' SDK bundle.
    var sdk: Result<FilePath, CommandFailure>

    /// Examines this machine.
    static func gather(_ surroundings: Surroundings = .process, swift: SwiftTool = .onPath) -> MachineFacts {
        let kvm = Result { () throws(KVMReport.Obstacle) in try KVMReport.read() }
        return MachineFacts(
            system: systemName, device: KVMDevice(), kvm: kvm, flavour: KVMFlavour(surroundings),
            sandboxes: (try? kvm.get())?.isSufficient == true
                ? Result { () throws(SandboxError) in try SandboxMeasurement.take() } : nil,
            openFileLimit: currentOpenFileLimit,
            toolchain: Result { () throws(CommandFailure) in try Toolchain.find(swift, in: surroundings) },
            sdk: Result { () throws(CommandFailure) in try GuestSDKBundle.folder(chosen: nil, in: surroundings) })
    }

    private static var systemName: String {
        var name = utsname()
        guard uname(&name) == 0 else { return "unknown" }
        func text<Field>(_ field: Field) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return "\(text(name.sysname)) \(text(name.release)) \(text(name.machine))"
    }

    private static var currentOpenFileLimit: UInt64 {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? UInt64(limit.rlim_cur) : .max
    }
}

extension KVMReport {
    /// Whether there can be sandboxes.
    var isSufficient: Bool {
        apiVersion == Self.requiredAPIVersion && capabilities.allSatisfy { $0.isProvided || !$0.isRequired }
    }
}
