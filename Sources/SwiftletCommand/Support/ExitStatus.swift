/// What a command's exit status tells the program that started it.
///
/// From 64 on they are those of `sysexits.h`, of which the argument parser uses 64.
enum ExitStatus: Int32, CaseIterable {
    case success = 0
    case failure = 1
    case guestStopped = 2
    case notReady = 3
    case usage = 64
    case invalidData = 65
    case noInput = 66
    case internalFailure = 70
    case cannotCreate = 73

    var meaning: String {
        switch self {
        case .success: "all went well"
        case .failure: "the guest function threw, a host function failed, or the build failed"
        case .guestStopped: "the guest was stopped: it trapped, faulted or broke the protocol"
        case .notReady: "this machine cannot run guests, or lacks what the command needs"
        case .usage: "the command line is wrong, or gives the sandbox too little memory for arguments or result"
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
