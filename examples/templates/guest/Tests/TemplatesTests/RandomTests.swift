import GuestSDK
import GuestTesting
import Testing

@testable import TemplatesGuest

/// What no input may do, tried with many. A failure names its seed.
struct RandomTests {
    /// A trap would end the test's process.
    @Test(arguments: 0..<16 as Range<UInt64>)
    func randomTextIsFilledOrRefused(seed: UInt64) throws {
        let pieces = [
            "{{", "}}", "{", "}", "#", "^", "/", ">", "!", "&", "=", ".", "a", "b", " ", "\n", "\r", "é", "{{#a}}",
            "{{/a}}",
        ]
        var random = SplitMix64(state: seed)
        var outcomes: Set<UInt64?> = []
        for _ in 0..<500 {
            let template = random.text(of: pieces, upTo: 24)
            outcomes.insert(try outcome { try render(template, #"{"a": [1, {"b": 2}]}"#) })
        }
        #expect(outcomes.isSuperset(of: [nil, 1]), "some are filled, and some refused")
    }

    @Test(arguments: 0..<16 as Range<UInt64>)
    func randomDataAreReadOrRefused(seed: UInt64) throws {
        let pieces = [
            "{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\\", "\\u", "d83d", "0", "-1", ".", "e", "true", "null", " ",
            "\n", "é",
        ]
        var random = SplitMix64(state: seed)
        var outcomes: Set<UInt64?> = []
        for _ in 0..<500 {
            let data = random.text(of: pieces, upTo: 6)
            outcomes.insert(try outcome { try render("{{a}}{{.}}", data) })
        }
        #expect(outcomes == [nil, 2], "some are read, and some refused")
    }

    /// Whatever the data are, markup comes from the template alone.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func dataNeverBecomeMarkup(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let value = random.text(
            of: ["<", ">", "&", "\"", "'", "{{a}}", "&lt;", "script", "é", "\u{301}", "\n"], upTo: 30)
        let page = try Renderer.page(
            of: "{{#list}}{{a}}{{.}}{{/list}}",
            filledWith: .object(["list": .array([.string(value)]), "a": .string(value)]))
        #expect(!page.unicodeScalars.contains { "<>\"'".unicodeScalars.contains($0) })
        #expect(unescaped(page) == value + value)
    }

    /// The code of the error that `body` throws, or `nil` for none. Another error is a failure.
    private func outcome(_ body: () throws -> String) throws -> UInt64? {
        var host = HostFunctions()
        host.register("loadPartial") { (_: String) -> String in "partial" }
        do {
            _ = try withHostFunctions(host, body)
            return nil
        } catch let error as TemplateError {
            return error.code
        }
    }

    /// Works on scalars, since `;` and an accent after it are one character.
    private func unescaped(_ page: String) -> String {
        let entities = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'"]
        let parts = page.unicodeScalars.split(separator: "&", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(into: parts.first.map { String($0) } ?? "") { text, part in
            let entity = String(String.UnicodeScalarView(part.prefix { $0 != ";" }))
            text += entities[entity, default: "no such entity: \(entity)"]
            text.unicodeScalars += part.drop { $0 != ";" }.dropFirst()
        }
    }
}

extension Renderer {
    fileprivate static func page(of template: String, filledWith data: JSONValue) throws -> String {
        var renderer = Renderer(data: data)
        try renderer.render(TemplateParser.parse(template, named: "the template"))
        return renderer.page
    }
}

extension SplitMix64 {
    fileprivate mutating func text(of pieces: [String], upTo count: Int) -> String {
        (0..<Int.random(in: 0...count, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
    }
}
