import Foundation
import SystemPackage

/// What `swift package describe` says about a package, as far as building its guests needs it.
struct GuestPackage: Decodable {
    let name: String
    /// The names of the executable products; each becomes an image.
    let executables: [String]
    /// Whether a target depends on `GuestSDK` itself. A guest may also get it by a library of its own.
    let namesGuestSDK: Bool

    init(_ description: Data, at path: FilePath) throws(CommandFailure) {
        do {
            self = try JSONDecoder().decode(GuestPackage.self, from: description)
        } catch {
            throw CommandFailure(
                .notReady, "unknownToolchain", "swift describes the package at \(path) in a way that is not understood",
                advice: "use Swift 6.3.1 or a newer 6.3: `swift --version` shows what is on PATH")
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        name = try container.decode(String.self, forKey: .name)
        executables = try container.decode([Product].self, forKey: .products)
            .filter { $0.type.keys.contains("executable") }.map(\.name)
        namesGuestSDK = try container.decode([Target].self, forKey: .targets)
            .contains { $0.productDependencies?.contains("GuestSDK") ?? false }
    }

    private enum Key: CodingKey {
        case name, products, targets
    }

    private struct Target: Decodable {
        let productDependencies: [String]?

        private enum CodingKeys: String, CodingKey {
            case productDependencies = "product_dependencies"
        }
    }

    private struct Product: Decodable {
        let name: String
        /// One key, the kind, whose value depends on the kind.
        let type: [String: Ignored]
    }

    private struct Ignored: Decodable {
        init(from decoder: any Decoder) {}
    }

    /// The names of the images that a build makes.
    func images(product: String?) throws(CommandFailure) -> [String] {
        guard !executables.isEmpty else {
            throw CommandFailure(
                .invalidData, "noExecutable",
                "the package \(name) has no executable target, so there is no image to build",
                advice:
                    "a guest is an .executableTarget that depends on GuestSDK; `swiftlet new guest NAME` writes such a package"
            )
        }
        guard let product else { return executables }
        guard executables.contains(product) else {
            throw CommandFailure(
                .usage, "noSuchProduct", "the package \(name) has no executable product \(product)",
                advice: "its executable products: \(executables.joined(separator: ", "))")
        }
        return [product]
    }
}
