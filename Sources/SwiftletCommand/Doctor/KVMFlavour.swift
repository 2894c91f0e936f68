import SystemPackage

/// How this machine's KVM runs guests.
struct KVMFlavour: Equatable {
    enum Kind: Equatable {
        case intel
        case amd
        /// Without the processor's help: ring 3 runs natively, and the kernel interprets ring 0.
        case softwarePaged
        case unknown
    }

    let kind: Kind
    /// Whether the processor translates a guest's addresses itself. Nil where nobody says.
    let hasNestedPaging: Bool?
    /// Whether the machine itself runs on a hypervisor.
    let isVirtualMachine: Bool

    init(kind: Kind, hasNestedPaging: Bool? = nil, isVirtualMachine: Bool = false) {
        self.kind = kind
        self.hasNestedPaging = hasNestedPaging
        self.isVirtualMachine = isVirtualMachine
    }

    /// What the kernel says in `/sys` and `/proc`.
    init(_ surroundings: Surroundings) {
        func has(_ module: String) -> Bool { surroundings.fileExists(FilePath("/sys/module/\(module)")) }
        func parameter(_ name: String, of module: String) -> Bool? {
            surroundings.contents(FilePath("/sys/module/\(module)/parameters/\(name)")).map { text in
                text.hasPrefix("Y") || text.hasPrefix("1")
            }
        }
        if has("kvm_pvm") {
            kind = .softwarePaged
            hasNestedPaging = nil
        } else if has("kvm_intel") {
            kind = .intel
            hasNestedPaging = parameter("ept", of: "kvm_intel")
        } else if has("kvm_amd") {
            kind = .amd
            hasNestedPaging = parameter("npt", of: "kvm_amd")
        } else {
            kind = .unknown
            hasNestedPaging = nil
        }
        let flags = (surroundings.contents("/proc/cpuinfo") ?? "").split(separator: "\n")
            .first { $0.hasPrefix("flags") }
        isVirtualMachine = flags?.split(whereSeparator: \.isWhitespace).contains("hypervisor") ?? false
    }

    var description: String {
        let name =
            switch kind {
            case .intel: "Intel VMX"
            case .amd: "AMD SVM"
            case .softwarePaged: "software-paged (kvm_pvm)"
            case .unknown: "of a kind that this program does not know"
            }
        return isVirtualMachine ? "\(name), in a virtual machine" : name
    }
}
