import Foundation
import Testing

@testable import SwiftletCommand

@Suite("The toolchain")
struct ToolchainTests {
    private static let library = "/swift/lib/swift/embedded/Swift.swiftmodule/x86_64-unknown-none-elf.swiftmodule"

    private func swift(printing text: String, status: Int32 = 0) -> SwiftTool {
        SwiftTool(
            run: { (_, _) throws(CommandFailure) in 0 },
            capture: { (_) throws(CommandFailure) in (status, Data(text.utf8)) })
    }

    private func information(_ version: String) -> String {
        #"{"compilerVersion": "\#(version)", "paths": {"runtimeResourcePath": "/swift/lib/swift"}, "target": {}}"#
    }

    @Test(arguments: [
        ("Swift version 6.3.1 (swift-6.3.1-RELEASE)", "6.3.1"), ("Apple Swift version 6.3.2 (x)", "6.3.2"),
        ("Swift version", nil), ("", nil), ("something else", nil),
    ])
    func versions(_ text: String, _ version: String?) throws {
        let toolchain = try Toolchain.find(swift(printing: information(text)), in: .test(files: [Self.library]))
        #expect(toolchain == Toolchain(version: version, hasEmbeddedLibrary: true))
    }

    @Test func noEmbeddedLibrary() throws {
        let toolchain = try Toolchain.find(swift(printing: information("Swift version 6.3.1")), in: .test())
        #expect(!toolchain.hasEmbeddedLibrary)
    }

    @Test(arguments: ["", "nonsense", "{}", "[]"])
    func answersThatAreNone(_ text: String) {
        #expect(throws: CommandFailure.self) { try Toolchain.find(swift(printing: text), in: .test()) }
        #expect(throws: CommandFailure.self) {
            try Toolchain.find(swift(printing: information("Swift version 6.3.1"), status: 1), in: .test())
        }
    }

    @Test(arguments: [
        ("6.3.1", true), ("6.3.12", true), ("6.3.0", false), ("6.3", false), ("6.3.", false), ("6.3.x", false),
        ("6.4.1", false), ("6.31.1", false), ("5.9.2", false), ("", false), (nil, false),
    ])
    func supported(_ version: String?, _ isSupported: Bool) {
        #expect(Toolchain(version: version, hasEmbeddedLibrary: true).isSupported == isSupported)
    }
}
