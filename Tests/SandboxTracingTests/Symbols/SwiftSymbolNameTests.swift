import SandboxTracing
import Testing

@Suite("Names of Swift symbols")
struct SwiftSymbolNameTests {
    @Test(arguments: [
        ("$e4Wire0A5ErrorO11descriptionSSvg", "Wire.WireError.description.getter : Swift.String"),
        ("$s4main1fyySDySiSiGF", "main.f(Swift.Dictionary<Swift.Int, Swift.Int>) -> ()"),
    ])
    func translated(_ name: String, _ text: String) {
        #expect(SwiftSymbolName.demangle(name) == text)
    }

    @Test(arguments: ["", "$", "$e", "$s", "memcpy", "_start", "$eX", "$s4main1", "$e4main\u{1}", "$sé"])
    func leftAsTheyAre(_ name: String) {
        #expect(SwiftSymbolName.demangle(name) == nil)
    }

    /// Each step has a dictionary with the one before as key and value.
    private func dictionaries(_ depth: Int) -> String {
        let references = (0..<depth).map { "A\(UnicodeScalar(UInt8(ascii: "A") + UInt8($0)))G" }
        return "$s" + String(repeating: "SDy", count: depth + 1) + "SiSiG" + references.joined() + "D"
    }

    /// What would fill all of memory must not be begun.
    @Test func namesThatGrow() {
        let one = "Swift.Dictionary<Swift.Int, Swift.Int>"
        #expect(SwiftSymbolName.demangle(dictionaries(0)) == one)
        #expect(SwiftSymbolName.demangle(dictionaries(1)) == "Swift.Dictionary<\(one), \(one)>")
        for depth in 16...25 { #expect(SwiftSymbolName.demangle(dictionaries(depth)) == nil) }
    }

    /// An identifier that consists of a word of the one before, many times over, and a tuple of its type.
    private func words(_ length: Int, copies: Int) -> String {
        let word = String(repeating: "b", count: length)
        return "$s4main\(length)\(word)V0\(word.dropFirst())B0V_A\(copies)EtD"
    }

    @Test func namesWhoseWordsGrow() {
        #expect(SwiftSymbolName.demangle(words(10, copies: 2))?.contains(String(repeating: "b", count: 100)) == true)
        for length in [500, 1000, 1900] { #expect(SwiftSymbolName.demangle(words(length, copies: 200)) == nil) }
        #expect(SwiftSymbolName.demangle(words(500, copies: 1)) == nil)
    }

    @Test(arguments: [
        "S2048i", "A2048A", "A99999999999999999999A", "S99999999999999999999i", "A2048aA", "1AA2048A", "1SA2048A",
        "A2048", "S2048",
    ])
    func repetitions(_ part: String) {
        #expect(SwiftSymbolName.demangle("$sSi" + String(repeating: part, count: 600) + "tD") == nil)
    }
}
