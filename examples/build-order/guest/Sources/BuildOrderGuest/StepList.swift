import OrderedCollections

/// Steps, how long each takes and what it needs, in the order in which they were written.
///
/// A line is `NAME MINUTES: NEEDED NEEDED …`, with the colon also when nothing is needed. `#` begins a comment.
struct StepList {
    struct Step {
        let minutes: Int
        let needs: [String]
    }

    private(set) var steps: OrderedDictionary<String, Step> = [:]

    /// A week. All the steps that fit a text take nowhere near `Int.max` minutes together.
    static let minutesRange = 1...10_080

    init(parsing text: String) throws(PlanError) {
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: { $0.isNewline }) {
            number += 1
            let statement = line.prefix { $0 != "#" }
            let isBlank = statement.allSatisfy { $0.isWhitespace }
            if !isBlank { try add(statement, number) }
        }
    }

    private mutating func add(_ statement: Substring, _ line: Int) throws(PlanError) {
        guard let colon = statement.firstIndex(of: ":") else {
            throw .malformed(line: line, reason: "a step is NAME MINUTES: NEEDED NEEDED …, and here is no colon")
        }
        let words = statement[..<colon].split { $0.isWhitespace }
        guard words.count == 2 else {
            throw .malformed(line: line, reason: "a name and a number of minutes stand before the colon")
        }
        guard let minutes = Int(words[1]), Self.minutesRange.contains(minutes) else {
            let range = "\(Self.minutesRange.lowerBound) to \(Self.minutesRange.upperBound)"
            throw .malformed(line: line, reason: "\(words[1]) is not a number of minutes (\(range))")
        }
        let name = String(words[0])
        guard steps[name] == nil else { throw .repeated(step: name, line: line) }

        let needs = statement[colon...].dropFirst().split { $0.isWhitespace }
        steps[name] = Step(minutes: minutes, needs: needs.map { String($0) })
    }
}
