import HostRuntime

extension [FunctionSignature] {
    /// How many functions an error lists.
    private static let listLimit = 20

    /// The functions as a list for people, those whose names are most like `name` first.
    func listed(closestTo name: String, title: String) -> String {
        guard !isEmpty else { return "\(title): none" }
        let sorted = map { (distance: $0.name.editDistance(to: name), signature: $0) }
            .sorted { ($0.distance, $0.signature.name) < ($1.distance, $1.signature.name) }
        let lines = sorted.prefix(Self.listLimit).map(\.signature.description)
        let rest = count - lines.count
        return (["\(title):"] + lines + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
    }
}

extension String {
    /// How many bytes have to be inserted, removed or replaced to get another text, whatever their case (Levenshtein).
    ///
    /// Names have 64 bytes at most; what is longer is cut, so that a long text costs no time.
    func editDistance(to other: String) -> Int {
        let limit = 64
        let target = Array(other.lowercased().utf8.prefix(limit))
        var row = Array(0...target.count)
        for (number, byte) in lowercased().utf8.prefix(limit).enumerated() {
            var diagonal = row[0]
            row[0] = number + 1
            for (column, wanted) in target.enumerated() {
                let replaced = byte == wanted ? diagonal : diagonal + 1
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[target.count]
    }
}
