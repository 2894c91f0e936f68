internal import CKVM
import Synchronization
import SystemPackage

/// `/dev/kvm`, opened and checked once per process.
final class KVMSystem: Sendable {
    private static let shared = Mutex<KVMSystem?>(nil)

    /// The process's KVM. A failure is not remembered: it may be over the next time.
    static func open() throws(HypervisorError) -> KVMSystem {
        try shared.withLock { (shared) throws(HypervisorError) in
            if let shared { return shared }
            let system = try KVMSystem()
            shared = system
            return system
        }
    }

    private static let path: FilePath = "/dev/kvm"
    /// The only version that was ever stable (Documentation/virt/kvm/api.rst, 4.1).
    static let apiVersion: CInt = 12

    private let descriptor: KVMDescriptor
    /// Size of the structure that the kernel shares with the process for each vCPU, in bytes.
    let runStructureSize: Int
    private let supportedProcessor: ckvm_cpuid
    /// Whether ring 0 can be kept from executing ring-3 pages (SMEP) and from touching them (SMAP), and ring 3 from
    /// reading the places of the descriptor tables (UMIP).
    let protections: ProcessorProtections
    /// Whether KVM can read its log of written pages without protecting them (Linux 5.2 and newer).
    let protectsOnRequest: Bool

    private init() throws(HypervisorError) {
        descriptor = try Self.openDevice()
        guard try descriptor.control(CKVM_GET_API_VERSION) == Self.apiVersion else {
            throw HypervisorError(
                operation: "KVM_GET_API_VERSION (expected \(Self.apiVersion))", errno: .notSupported)
        }
        for capability in KVMCapability.required {
            guard try capability.isProvided(by: descriptor) else {
                throw HypervisorError(operation: "KVM_CHECK_EXTENSION (\(capability.name))", errno: .notSupported)
            }
        }
        protectsOnRequest = try KVMCapability.manualDirtyLog.isProvided(by: descriptor)
        runStructureSize = Int(try descriptor.control(CKVM_GET_VCPU_MMAP_SIZE))
        var processor = ckvm_cpuid()
        processor.count = UInt32(CKVM_CPUID_CAPACITY)
        try descriptor.control(CKVM_GET_SUPPORTED_CPUID, with: &processor)
        supportedProcessor = processor
        protections = ProcessorProtections(processor)
    }

    static func openDevice() throws(HypervisorError) -> KVMDescriptor {
        do {
            return KVMDescriptor(owning: try FileDescriptor.open(path, .readWrite, options: .closeOnExec))
        } catch {
            throw HypervisorError(operation: "opening \(path)", errno: (error as? Errno) ?? .ioError)
        }
    }

    func makeVirtualMachine() throws(HypervisorError) -> KVMDescriptor {
        let machine = KVMDescriptor(owning: FileDescriptor(rawValue: try descriptor.control(CKVM_CREATE_VM)))
        if protectsOnRequest { try KVMDirtyLog.makeManual(machine) }
        return machine
    }

    /// Shows a vCPU the processor that the host has, as far as KVM can provide it.
    func configureProcessor(of virtualCPU: borrowing KVMDescriptor) throws(HypervisorError) {
        var processor = supportedProcessor
        try virtualCPU.control(CKVM_SET_CPUID2, with: &processor)
    }
}

/// Protections of ring 0 against ring 3 that this host's KVM offers.
struct ProcessorProtections: Sendable {
    let preventsSupervisorExecution: Bool
    let preventsSupervisorAccess: Bool
    let hidesDescriptorTables: Bool

    /// Reads leaf 7, subleaf 0 (Intel SDM volume 2A, CPUID).
    fileprivate init(_ processor: ckvm_cpuid) {
        var entries = processor.entries
        let count = min(Int(processor.count), Int(CKVM_CPUID_CAPACITY))
        let leaf = withUnsafeBytes(of: &entries) { bytes in
            bytes.bindMemory(to: kvm_cpuid_entry2.self).prefix(count).first { $0.function == 7 && $0.index == 0 }
        }
        preventsSupervisorExecution = (leaf?.ebx ?? 0) & 1 << 7 != 0
        preventsSupervisorAccess = (leaf?.ebx ?? 0) & 1 << 20 != 0
        hidesDescriptorTables = (leaf?.ecx ?? 0) & 1 << 2 != 0
    }
}
