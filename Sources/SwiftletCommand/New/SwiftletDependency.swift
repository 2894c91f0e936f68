import HostRuntime
import SystemPackage

/// Where a new package gets Swiftlet from.
enum SwiftletDependency: Equatable {
    case release(url: String, version: String)
    case checkout(FilePath)

    static let variable = "SWIFTLET_PACKAGE"

    /// - Parameters:
    ///   - chosen: The URL or folder on the command line, before which nothing else counts.
    ///   - version: The version on the command line.
    init(chosen: String?, version: String?, in surroundings: Surroundings) throws(CommandFailure) {
        if let chosen {
            try self.init(location: chosen, version: version, from: "--swiftlet", in: surroundings)
        } else if let chosen = surroundings.variable(Self.variable) {
            try self.init(location: chosen, version: version, from: Self.variable, in: surroundings)
        } else if let record = surroundings.contents(Self.record(in: surroundings)) {
            let lines = record.split(separator: "\n").map(String.init)
            try self.init(
                location: lines.first ?? "", version: version ?? lines.dropFirst().first,
                from: Self.record(in: surroundings).string, in: surroundings)
        } else if let checkout = surroundings.enclosingCheckout {
            try self.init(location: checkout.string, version: version, from: "the command's folder", in: surroundings)
        } else {
            throw CommandFailure(
                .notReady, "packageNotFound", "this command does not know where Swiftlet's package is",
                advice: "name its URL, or the folder of a clone, by --swiftlet or the variable \(Self.variable)")
        }
    }

    /// What `make install` wrote down: a folder, or a URL and a version on two lines.
    private static func record(in surroundings: Surroundings) -> FilePath {
        surroundings.installedData.appending("package")
    }

    private init(
        location: String, version: String?, from source: String, in surroundings: Surroundings
    ) throws(CommandFailure) {
        guard !location.isEmpty, !location.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            throw CommandFailure(
                .usage, "invalidPackage", "\(source) names neither a URL nor a folder: \(location.debugDescription)",
                advice: "give the URL of Swiftlet's repository, or the folder of a clone")
        }
        if Self.isURL(location) {
            guard Self.isComplete(location) else {
                throw CommandFailure(
                    .usage, "invalidPackage",
                    "\(source) names neither a URL nor a folder: \(location.debugDescription)",
                    advice: "a URL is like https://example.org/swiftlet.git")
            }
            let version = version ?? SwiftletVersion.current
            guard Self.isVersion(version) else {
                throw CommandFailure(
                    .usage, "invalidVersion", "\(version.debugDescription) is not a version",
                    advice: "a version is like 1.2.3; this command's is \(SwiftletVersion.current)")
            }
            self = .release(url: location, version: version)
            return
        }
        guard version == nil else {
            throw CommandFailure(
                .usage, "versionOfFolder", "a package in a folder, \(location), is used as it is, whatever its version",
                advice: "leave out --swiftlet-version, or name a URL by --swiftlet")
        }
        let folder = surroundings.absolute(location)
        guard surroundings.isCheckout(folder) else {
            throw CommandFailure(
                .noInput, "packageNotFound", "there is no clone of Swiftlet in \(folder), which \(source) names",
                advice: "name its URL, or the folder of a clone, by --swiftlet or the variable \(Self.variable)")
        }
        self = .checkout(folder)
    }

    /// `https://…`, or the form `user@machine:path` that git knows.
    private static func isURL(_ location: String) -> Bool {
        if location.contains("://") { return true }
        guard let colon = location.firstIndex(of: ":") else { return false }
        let machine = location[..<colon]
        return machine.contains("@") && !machine.contains("/")
    }

    /// Whether a URL has something on both sides of its mark, a last part to name the package after, and no spaces.
    private static func isComplete(_ url: String) -> Bool {
        let mark = url.contains("://") ? "://" : ":"
        let parts = url.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.last?.split(separator: "/").last ?? ""
        return parts.count == 2 && !parts[0].isEmpty && parts[0] != "@" && !name.isEmpty && name != ".git"
            && !url.contains(where: \.isWhitespace)
    }

    private static func isVersion(_ text: String) -> Bool {
        let core = text.prefix { $0 != "-" }
        let numbers = core.split(separator: ".", omittingEmptySubsequences: false)
        let rest = text.dropFirst(core.count).dropFirst()
        return numbers.count == 3 && (core.count == text.count || !rest.isEmpty)
            && numbers.allSatisfy { Int32($0).map(String.init) == String($0) && $0.first != "-" }
            && rest.utf8.allSatisfy {
                $0 == 45 || $0 == 46 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || isLetter($0)
            }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
    }

    /// The name by which a target's dependency finds the package: SwiftPM's, which is made of the URL.
    var identity: String {
        switch self {
        case .checkout: return "swiftlet"
        case .release(let url, _):
            let name = url.split { $0 == "/" || $0 == ":" }.last ?? "swiftlet"
            return String(name.hasSuffix(".git") ? name.dropLast(4) : name)
        }
    }

    /// The dependency, as a manifest declares it.
    func declaration(traits: [Trait]) -> String {
        let traits = traits.isEmpty ? "" : ", traits: [\(traits.map(\.declaration).joined(separator: ", "))]"
        switch self {
        case .checkout(let folder):
            return ".package(name: \(identity.swiftLiteral), path: \(folder.string.swiftLiteral)\(traits))"
        case .release(let url, let version):
            // Until 1.0, a minor version may break what it has to.
            return ".package(url: \(url.swiftLiteral), .upToNextMinor(from: \(version.swiftLiteral))\(traits))"
        }
    }

    /// A product of the package, as a target depends on it.
    func product(_ name: String) -> String {
        ".product(name: \(name.swiftLiteral), package: \(identity.swiftLiteral))"
    }
}

extension SwiftletDependency {
    /// A trait that a package wants of Swiftlet.
    enum Trait {
        case named(String)
        /// Wanted when the package's own trait of that name is.
        case handedOn(String)

        fileprivate var declaration: String {
            switch self {
            case .named(let name):
                name.swiftLiteral
            case .handedOn(let name):
                ".trait(name: \(name.swiftLiteral), condition: .when(traits: [\(name.swiftLiteral)]))"
            }
        }
    }
}

extension String {
    /// The text as Swift source that means it. Control characters have been refused before.
    fileprivate var swiftLiteral: String {
        "\"\(replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
}
