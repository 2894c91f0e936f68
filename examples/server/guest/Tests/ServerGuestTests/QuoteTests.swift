import GuestTesting
import Testing

@testable import ServerGuest

struct QuoteTests {
    @Test(arguments: [
        ("rye 2", "2 rye at 3.20 €: 6.40 €\ntotal: 6.40 €\n"),
        ("rye 1\n\n  pretzel   3 \r\n", "1 rye at 3.20 €: 3.20 €\n3 pretzel at 0.05 €: 0.15 €\ntotal: 3.35 €\n"),
    ])
    func anOrderHasAQuote(order: String, text: String) throws {
        #expect(try quoted(order) == text)
    }

    @Test(arguments: [
        ("", "the order is empty"), (" \n ", "the order is empty"),
        ("rye", "line 1: a product and a count are wanted"),
        ("rye 2\nrye two", "line 2: a product and a count are wanted"),
        ("rye 0", "line 1: a product and a count are wanted"),
        ("rye -1", "line 1: a product and a count are wanted"),
        ("rye 2 3", "line 1: a product and a count are wanted"),
        ("gold 1", "the price of gold is no number"),
    ])
    func aWrongOrderIsRefused(order: String, message: String) {
        let error = #expect(throws: QuoteError.self) { try quoted(order) }
        #expect(error?.message == message)
        #expect(error?.hostErrorToken == 0)
    }

    @Test func anUnknownProductIsNamed() {
        let error = #expect(throws: QuoteError.self) { try quoted("rye 1\nunicorn 1") }
        #expect(error?.message.hasPrefix("the price of unicorn: ") == true)
        #expect(error?.code == 3)
    }

    @Test func aPriceIsLookedUpForEachLine() throws {
        let many = (1...100).map { "rye \($0)" }.joined(separator: "\n")
        #expect(try quoted(many).hasSuffix("total: 16160.00 €\n"))
    }

    private struct Missing: Error {}

    private func quoted(_ order: String) throws -> String {
        let prices = ["price of rye": "320", "price of pretzel": "5", "price of gold": "ask"]
        var host = HostFunctions()
        host.register("lookUp") { (key: String) throws -> String in
            guard let price = prices[key] else { throw Missing() }
            return price
        }
        return try withHostFunctions(host) { try quote(order) }
    }
}
