/// Why a recording could not be written, read or used.
///
/// `code` is for programs, `message` for people: it says what was wrong, with the facts, and what to do.
public struct TraceError: Error, Sendable {
    /// What kind of failure it is.
    public enum Code: String, Sendable, CaseIterable {
        /// The file for a recording could not be made.
        case unwritableFile
        /// The file for a recording holds something already.
        case fileExists
        /// The recording's file could not be read.
        case unreadableFile
        /// The bytes do not begin as a recording does.
        case notATrace
        /// The recording is of a version of the format that this library does not know.
        case unsupportedVersion
        /// The recording is of another guest image.
        case imageMismatch
    }

    /// What kind of failure it is, for programs.
    public let code: Code
    /// What was wrong and what to do, for people.
    public let message: String
    /// What the operating system said, if it was asked.
    public let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension TraceError: CustomStringConvertible {
    /// Code and message in one line.
    public var description: String { "\(code.rawValue): \(message)" }
}
