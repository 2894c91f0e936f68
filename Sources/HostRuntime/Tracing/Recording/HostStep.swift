/// What the host records of itself.
///
/// A guest's slices reach over the exits that serve them. So ``run`` is from the first entry into the guest to the last
/// exit, and ``exit`` is the time in between in which the guest waits: host and guest nest in one another.
package enum HostStep: UInt8, CaseIterable, Sendable {
    /// A guest function, by name, from its arguments to its result.
    case call
    case run
    case exit
    /// A host function, by name.
    case hostFunction
    case restore
    case snapshot
    /// A new vCPU goes to ring 3.
    case boot
    /// The guest's start code runs.
    case start
    case loadGDT
    case loadIDT
    /// The guest cannot go on: a moment.
    case failure

    package var title: String {
        switch self {
        case .call: "call"
        case .run: "KVM_RUN"
        case .exit: "exit"
        case .hostFunction: "host function"
        case .restore: "restore"
        case .snapshot: "snapshot"
        case .boot: "boot"
        case .start: "start"
        case .loadGDT: "load_gdt"
        case .loadIDT: "load_idt"
        case .failure: "failure"
        }
    }

    /// The name of the site for a step that has a name of its own.
    package func siteName(_ name: String) -> String { "\(title) \(name)" }
}
