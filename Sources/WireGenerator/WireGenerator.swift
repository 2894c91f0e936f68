package import Foundation

/// Writes Swift code for binary schemas.
package enum WireGenerator {
    /// The name and the text of the Swift file for a binary schema.
    package static func swiftSource(forBinarySchemaAt location: URL) throws -> (name: String, source: String) {
        let baseName = location.deletingPathExtension().lastPathComponent
        let binarySchema = [UInt8](try Data(contentsOf: location))
        let schema = try SchemaReader(binarySchema: binarySchema.span.bytes).declarations(of: baseName + ".fbs")
        return (SwiftName.file(baseName) + ".swift", SwiftEmitter.source(for: schema, file: baseName + ".fbs"))
    }
}
