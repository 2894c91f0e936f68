/// Reads the files that arguments name with `@`.
final class ArgumentFiles {
    private let files: Files
    private var standardInputIsTaken = false

    init(_ files: Files) {
        self.files = files
    }

    /// The bytes of the file at `path`, or of standard input for `-`.
    ///
    /// - Parameter subject: What they are for, as the error calls it.
    func bytes(_ path: String, for subject: String) throws(CommandFailure) -> [UInt8] {
        if path == "-" {
            guard !standardInputIsTaken else {
                throw CommandFailure(
                    .usage, "standardInputTaken", "\(subject) is to be read from standard input, as another is",
                    advice: "use `@-` once, and files for the rest")
            }
            standardInputIsTaken = true
        }
        do {
            return try files.read(path == "-" ? nil : path)
        } catch {
            throw CommandFailure(
                .noInput, "unreadableFile",
                "\(subject) names the file \(path.debugDescription), which cannot be read: \(error)",
                advice: "for text that begins with `@`, write `@@`")
        }
    }

    /// The text of such a file, which must be UTF-8.
    func text(_ path: String, for subject: String) throws(CommandFailure) -> String {
        guard let text = String(validating: try bytes(path, for: subject), as: UTF8.self) else {
            throw CommandFailure(
                .invalidData, "invalidText",
                "\(subject) names the file \(path.debugDescription), which is not UTF-8 text",
                advice: "a guest function that takes [UInt8] can be passed any file")
        }
        return text
    }
}
