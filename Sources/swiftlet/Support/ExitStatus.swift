/// What a command's exit status tells the program that started it.
///
/// From 64 on they are those of `sysexits.h`, of which the argument parser uses 64.
enum ExitStatus: Int32, CaseIterable {
    case success = 0
    /// The guest function threw, a host function failed, or `swift build` did.
    case failure = 1
    /// The guest trapped, faulted or broke the protocol.
    case guestStopped = 2
    /// The machine cannot run guests, or lacks what the command needs.
    case notReady = 3
    case usage = 64
    /// A file's content is not what it should be.
    case invalidData = 65
    /// A file cannot be read.
    case noInput = 66
    /// The hypervisor or the runtime failed.
    case internalFailure = 70
    /// A file cannot be written.
    case cannotCreate = 73

    var meaning: String {
        switch self {
        case .success: "all went well"
        case .failure: "the guest function threw an error, a host function failed, or the build failed"
        case .guestStopped: "the guest was stopped: it trapped, faulted or broke the protocol"
        case .notReady: "this machine cannot run guests, or lacks what the command needs"
        case .usage: "the command line is wrong"
        case .invalidData: "a file is not what it should be, such as a damaged guest image"
        case .noInput: "a file cannot be read"
        case .internalFailure: "the hypervisor failed"
        case .cannotCreate: "a file cannot be written"
        }
    }

    /// One line for each, for help pages.
    static var table: String {
        allCases.map { "  \($0.rawValue)\t\($0.meaning)" }.joined(separator: "\n")
    }
}
