import Testing

/// What a hostile guest does: machine code in ring 3, and how it must end.
///
/// The code finds the address of its parameters in RBX, and may go on behind its end, unless it has changed RBP.
struct Act: Sendable, CustomTestStringConvertible {
    let name: String
    let code: [UInt8]
    /// What the host stores where RBX points.
    let parameters: [UInt64]
    /// What the host stores where the output buffer begins, for messages that do not fit code.
    let output: [UInt8]
    /// What the host stores where the log buffer begins.
    let log: [UInt8]
    /// On a KVM with hardware virtualization. More than one where processors or versions of KVM differ.
    let ends: [ActEnd]
    /// On a software-paged KVM, where ring 3 runs on the host's own control registers and descriptor tables.
    let softwarePagedEnds: [ActEnd]

    init(
        _ name: String, _ code: [UInt8], parameters: [UInt64] = [], output: [UInt8] = [], log: [UInt8] = [],
        _ ends: [ActEnd], softwarePaged: [ActEnd]? = nil
    ) {
        self.name = name
        self.code = code
        self.parameters = parameters
        self.output = output
        self.log = log
        self.ends = ends
        softwarePagedEnds = softwarePaged ?? ends
    }

    init(
        _ name: String, _ code: [UInt8], parameters: [UInt64] = [], _ ends: ActEnd..., softwarePaged: [ActEnd]? = nil
    ) {
        self.init(name, code, parameters: parameters, ends, softwarePaged: softwarePaged)
    }

    var testDescription: String { name }
}
