import Testing
import Wire

@testable import HostRuntime

/// What no program can change: memory that ring 3 may not write, and the registers that decide what ring 3 may do.
struct ProtectedState {
    private let contents: [(region: SandboxLayout.Region, bytes: [UInt8])]
    private let registers: PrivilegedState

    init(_ resources: SandboxResources) throws {
        contents = try Self.regions(of: resources.layout).map { region in
            (region, Array(try #require(resources.memory.bytes(region.range))))
        }
        registers = try Self.registers(of: resources)
    }

    /// Throws if anything has changed. Of the environment, the clock is the host's to change.
    func requireUnchanged(in resources: SandboxResources) throws {
        for (region, bytes) in contents {
            let found = try #require(resources.memory.bytes(region.range))
            if !found.holds(bytes) { throw ContainmentViolation("the \(region.name) has changed") }
        }
        let found = try Self.registers(of: resources)
        if found != registers { throw ContainmentViolation("\(registers) have become \(found)") }
    }

    /// Without the program's own memory, the stacks that ring 0 itself uses, and the environment, which is the host's.
    private static func regions(of layout: SandboxLayout) -> [SandboxLayout.Region] {
        let tables = SandboxLayout.Region(name: "page tables", range: layout.pageTables, access: .supervisorData)
        return layout.regions.filter { region in
            switch region.access {
            case .supervisorCode, .supervisorReadOnly, .guestReadOnly: region.name != "environment"
            case .supervisorData: region.name != "supervisor stacks"
            case .guestCode: region.range.start == SupervisorLayout.entry
            case .guestData: false
            }
        } + [tables]
    }

    private static func registers(of resources: SandboxResources) throws -> PrivilegedState {
        try #require(resources.machine as? KVMVirtualMachine).privilegedState()
    }
}
