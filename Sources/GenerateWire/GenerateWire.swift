import Foundation
import WireGenerator

/// Turns binary schemas into Swift: `GenerateWire OUTPUT-FOLDER SCHEMA.bfbs…`.
@main
struct GenerateWire {
    static func main() {
        guard CommandLine.arguments.count > 2 else {
            fail("usage: GenerateWire OUTPUT-FOLDER SCHEMA.bfbs…")
        }
        let folder = URL(fileURLWithPath: CommandLine.arguments[1], isDirectory: true)
        for path in CommandLine.arguments.dropFirst(2) {
            let binarySchema = URL(fileURLWithPath: path)
            do {
                let (name, source) = try WireGenerator.swiftSource(forBinarySchemaAt: binarySchema)
                try source.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
            } catch {
                fail("\(path): \(error)")
            }
        }
    }

    private static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data("error: \(message)\n".utf8))
        exit(1)
    }
}
