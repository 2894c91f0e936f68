import Testing

@testable import HostRuntime

extension SecretSandbox {
    /// A clone, in a shell if there is one.
    init(cloning snapshot: Snapshot, shells: ShellCache) throws {
        sandbox = try .clone(of: snapshot, hostFunctions: .forSecrets, shells: shells)
        clean = snapshot
        resources = try #require(sandbox.resources)
    }
}

extension WayOut {
    /// Whether what the guest leaves behind takes longer to settle than the runtime has patience: a repeated instruction of
    /// which the hypervisor makes thousands of pieces.
    var mayTakeTheMachineAlong: Bool {
        if case .stringInput(count: 5000) = self { true } else { false }
    }
}
