/// What the host records of itself.
///
/// A guest's slices reach over the exits that serve them. So ``run`` is from the first entry into the guest to the last
/// exit, and ``exit`` is the time in between in which the guest waits: host and guest nest in one another.
package enum HostStep: UInt8, CaseIterable, Sendable {
    /// A guest function, by name, from its arguments to its result.
    case call
    case encodeArguments
    case decodeResult
    case run
    case exit
    /// A host function, by name.
    case hostFunction
    case restore
    case snapshot
    /// A sandbox is made.
    case create
    case entrypoint
    case loadGDT
    case loadIDT
    /// The processor refused an instruction: a moment.
    case fault
    /// The guest gave up: a moment.
    case abort

    package var title: String {
        switch self {
        case .call: "call"
        case .encodeArguments: "encode arguments"
        case .decodeResult: "decode result"
        case .run: "KVM_RUN"
        case .exit: "exit"
        case .hostFunction: "host function"
        case .restore: "restore"
        case .snapshot: "snapshot"
        case .create: "create"
        case .entrypoint: "entrypoint"
        case .loadGDT: "load_gdt"
        case .loadIDT: "load_idt"
        case .fault: "fault"
        case .abort: "abort"
        }
    }

    /// The name of the site for a step that has a name of its own.
    package func siteName(_ name: String) -> String { "\(title) \(name)" }
}
