import Foundation

/// The one way in which commands write JSON: with keys in a fixed order, so that outputs can be compared.
enum JSONText {
    static func of(_ document: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Documents consist of strings, integers and finite numbers, which can always be encoded.
        guard let data = try? encoder.encode(document) else { preconditionFailure("a document cannot be encoded") }
        return String(decoding: data, as: UTF8.self)
    }
}
