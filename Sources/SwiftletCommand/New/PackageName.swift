import SystemPackage

/// The name of a package, of which the names of its folder and its modules are made.
struct PackageName {
    let text: String
    /// The name in the form of Swift's types: `my-guest` is `MyGuest`.
    let module: String

    private static let lengthLimit = 64

    init(_ text: String) throws(CommandFailure) {
        let bytes = text.utf8
        guard let first = bytes.first, Self.isLetter(first), bytes.count <= Self.lengthLimit,
            bytes.allSatisfy({ Self.isLetter($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 })
        else {
            let shown = String(text.unicodeScalars.prefix(Self.lengthLimit)).debugDescription
            throw CommandFailure(
                .usage, "invalidName", "\(shown) is not a name for a package",
                advice: """
                    a name has 1 to \(Self.lengthLimit) letters (a to z), digits, - and _, and begins with a letter, \
                    such as my-guest; --path says where the package is to be
                    """)
        }
        self.text = text
        module = text.split { $0 == "-" || $0 == "_" }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        guard !text.lowercased().hasPrefix("swift"), !Self.modules.contains(module.lowercased()) else {
            throw Self.taken("\(text) is, or could be, the name of something that the package uses")
        }
    }

    /// Checks that the package would not be taken for one that it depends on: SwiftPM tells packages apart by the
    /// names of their folders.
    static func checkIdentity(of folder: FilePath) throws(CommandFailure) {
        guard let name = folder.lastComponent?.string else {
            throw CommandFailure(
                .usage, "invalidFolder", "a package cannot be in \(folder)", advice: "name another folder by --path")
        }
        if identities.contains(name.lowercased()) {
            throw taken("a package in a folder \(name) would be taken for another one that it uses")
        }
    }

    private static func taken(_ message: String) -> CommandFailure {
        CommandFailure(.usage, "takenName", message, advice: "choose another one, such as my-guest")
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte)
    }

    /// The packages that a new package brings with it.
    private static let identities: Set = ["swift-log", "swift-syntax", "swift-system", "swiftlet"]

    /// Modules that the package's own would hide, in small letters, and names that the language has for itself. Those of
    /// Swift's own packages begin with "swift".
    private static let modules: Set = [
        // Swiftlet's
        "cguest", "ckvm", "cmemoryfile", "cprocessor", "crandom", "csupervisor", "guestsdk", "guesttesting",
        "guesttracingmacros", "hostruntime", "sandboxpooling", "sandboxpoolinglifecycle", "wire",
        // of the toolchain, and of packages that Swiftlet uses
        "builtin", "corefoundation", "csystem", "cxx", "cxxstdlib", "differentiation", "dispatch", "distributed",
        "foundation", "foundationessentials", "foundationinternationalization", "foundationnetworking", "foundationxml",
        "glibc", "logging", "observation", "packagedescription", "packageplugin", "regexbuilder", "synchronization",
        "systempackage", "testing", "xctest",
        // the language's
        "any", "main", "protocol", "self", "type",
    ]
}
