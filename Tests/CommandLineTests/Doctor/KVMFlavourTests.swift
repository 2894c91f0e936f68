import Testing

@testable import SwiftletCommand

@Suite("Kinds of KVM")
struct KVMFlavourTests {
    private func flavour(_ contents: [String: String], folders: [String]) -> KVMFlavour {
        KVMFlavour(.test(files: folders, contents: contents))
    }

    @Test(arguments: [("Y\n", true), ("N\n", false), ("1\n", true), ("0\n", false)])
    func nestedPaging(_ text: String, _ isOn: Bool) {
        let intel = flavour(["/sys/module/kvm_intel/parameters/ept": text], folders: ["/sys/module/kvm_intel"])
        #expect(intel == KVMFlavour(kind: .intel, hasNestedPaging: isOn))
        let amd = flavour(["/sys/module/kvm_amd/parameters/npt": text], folders: ["/sys/module/kvm_amd"])
        #expect(amd == KVMFlavour(kind: .amd, hasNestedPaging: isOn))
    }

    @Test func softwarePaging() {
        let flavour = flavour(
            ["/proc/cpuinfo": "processor\t: 0\nflags\t\t: fpu hypervisor lm\n"], folders: ["/sys/module/kvm_pvm"])
        #expect(flavour == KVMFlavour(kind: .softwarePaged, isVirtualMachine: true))
        #expect(flavour.description == "software-paged (kvm_pvm), in a virtual machine")
    }

    @Test func nothingKnown() {
        #expect(flavour([:], folders: []) == KVMFlavour(kind: .unknown))
        #expect(flavour(["/proc/cpuinfo": "flags\t: fpu not_hypervisor\n"], folders: []).isVirtualMachine == false)
    }
}
