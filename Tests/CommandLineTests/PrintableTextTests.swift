import Testing

@testable import SwiftletCommand

@Suite("Text for terminals")
struct PrintableTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("Grüße 🙂", "Grüße 🙂"), ("", ""), ("a\nb", "a\\nb"), ("\u{7}", "\\u{07}"),
        ("\u{202e}evil", "\\u{202E}evil"), ("\u{9b}31m", "\\u{009B}31m"),
    ])
    func escaping(_ text: String, _ expected: String) {
        #expect(text.printable == expected)
    }

    @Test func tablesAreAsWideAsTheirWidestEntries() {
        var table = TextTable(("SIZE", .right), ("NAME", .left))
        table.append("12345", "a")
        table.append("1", "long")
        #expect(table.lines == ["   SIZE  NAME", "  12345  a", "      1  long"])
    }
}
