import Foundation

/// What a customer has uploaded.
struct Customer {
    let name: String
    let template: String
    let data: String
    /// By name: those that all customers may use, and the customer's own.
    let partials: [String: String]

    /// The customers in the folder, each with a folder of its own, sorted by name.
    static func all(in folder: URL) throws -> [Customer] {
        let shared = try partials(in: folder.appending(path: "partials"))
        return try contents(of: folder.appending(path: "customers")).map { try Customer(in: $0, shared: shared) }
    }

    private init(in folder: URL, shared: [String: String]) throws {
        name = folder.lastPathComponent
        template = try String(contentsOf: folder.appending(path: "template.html"), encoding: .utf8)
        data = try String(contentsOf: folder.appending(path: "data.json"), encoding: .utf8)
        partials = try Self.partials(in: folder.appending(path: "partials")).merging(shared) { own, _ in own }
    }

    private static func partials(in folder: URL) throws -> [String: String] {
        guard FileManager.default.fileExists(atPath: folder.path()) else { return [:] }
        return try contents(of: folder).reduce(into: [:]) { partials, file in
            partials[file.deletingPathExtension().lastPathComponent] = try String(contentsOf: file, encoding: .utf8)
        }
    }

    private static func contents(of folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}
