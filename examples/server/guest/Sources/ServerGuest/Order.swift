/// How many of which products somebody wants. A line is `PRODUCT COUNT`; empty ones mean nothing.
struct Order {
    struct Item: Equatable {
        let product: String
        let count: Int64
    }

    private(set) var items: [Item] = []

    init(parsing text: String) throws(QuoteError) {
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: { $0.isNewline }) {
            number += 1
            let words = line.split { $0.isWhitespace }
            guard !words.isEmpty else { continue }
            guard words.count == 2, let count = Int64(words[1]), count > 0 else { throw .malformed(line: number) }
            items.append(Item(product: String(words[0]), count: count))
        }
        guard !items.isEmpty else { throw .empty }
    }
}
