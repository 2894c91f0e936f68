/// What the project promises of a row.
enum Promise {
    /// A bound in the row's unit.
    case atMost(Double)
    /// A bound on the ratio of the medians.
    case atMostFloor(times: Double)
    /// Bounds on the ratio of the medians.
    case floorTimes(ClosedRange<Double>)
    /// So many times the floor, and another row's median.
    case atMostFloorAndRow(times: Double, row: String)
    /// So many times another row's median, and so much more.
    case atMostRow(times: Double, row: String, plus: Double = 0)

    /// All promises, by the row that they are about.
    static let all: [String: Promise] = [
        "call, no argument": .atMostFloor(times: 1.10),
        "call, no argument, by name": .atMostFloor(times: 1.10),
        "call, Int64": .atMostFloor(times: 1.10),
        "call, 16-byte string": .atMostFloor(times: 1.10),
        "call with 1 host function": .atMostFloor(times: 1.15),
        "host's work: no argument": .atMost(400),
        "host's work: Int64": .atMost(400),
        "host's work: 16-byte string": .atMost(400),
        "all our work: no argument": .atMost(800),
        "all our work: Int64": .atMost(800),
        "all our work: 16-byte string": .atMost(800),
        "all our work: host function": .atMost(800),
        "restore, 1 GiB, 1 page": .atMostRow(times: 1.3, row: "restore, 16 MiB, 1 page", plus: 2000),
        "restore, 1 GiB, 16 pages": .atMostRow(times: 1.3, row: "restore, 16 MiB, 16 pages", plus: 2000),
        "restore, 1 GiB, 256 pages": .atMostRow(times: 1.3, row: "restore, 16 MiB, 256 pages", plus: 2000),
        "snapshot, 1 GiB, 1 page": .atMostRow(times: 1.3, row: "snapshot, 16 MiB, 1 page", plus: 2000),
        "snapshot, 1 GiB, 16 pages": .atMostRow(times: 1.3, row: "snapshot, 16 MiB, 16 pages", plus: 2000),
        "snapshot, 1 GiB, 256 pages": .atMostRow(times: 1.3, row: "snapshot, 16 MiB, 256 pages", plus: 2000),
        "snapshot, 16 MiB, 256 pages": .atMostRow(times: 1.3 * 16, row: "snapshot, 16 MiB, 16 pages"),
        "snapshot, 1 GiB, 100 %": .atMostRow(times: 1.3 * 2, row: "snapshot, 1 GiB, 50 %"),
        "60 MB in": .atMostFloorAndRow(times: 1.5, row: "call, no argument"),
        "allocations: no argument": .atMost(0),
        "allocations: Int64": .atMost(0),
        "allocations: Int64, by name": .atMost(0),
        "allocations: 1 host function": .atMost(0),
        "allocations: call and restore": .atMost(0),
        "integer loop": .floorTimes(0.97...1.03),
        "memory-bound loop": .floorTimes(0.97...1.03),
        "floating-point loop": .floorTimes(0.97...1.03),
        "SHA-256": .floorTimes(0.97...1.03),
    ]

    /// Whether the row keeps it, or nil when a row that it refers to is missing.
    func holds(for row: Row, among rows: [Row]) -> Bool? {
        guard let ours = row.ours?.median else { return nil }
        switch self {
        case .atMost(let limit):
            return ours <= limit
        case .atMostFloor(let times):
            return row.ratio.map { $0 <= times }
        case .floorTimes(let range):
            return row.ratio.map { range.contains($0) }
        case .atMostRow(let times, let name, let addend):
            return median(of: name, in: rows).map { ours <= times * $0 + addend }
        case .atMostFloorAndRow(let times, let name):
            guard let floor = row.floor?.median, let other = median(of: name, in: rows) else { return nil }
            return ours <= times * floor + other
        }
    }

    private func median(of name: String, in rows: [Row]) -> Double? {
        rows.first { $0.name == name }?.ours?.median
    }

    /// The promise in words, for a row of `unit`.
    func text(unit: Row.Unit) -> String {
        switch self {
        case .atMost(let limit): "≤ \(Figure(limit, unit))"
        case .atMostFloor(let times): "≤ \(Figure.ratio(times)) × floor"
        case .floorTimes(let range): "\(Figure.ratio(range.lowerBound)) to \(Figure.ratio(range.upperBound)) × floor"
        case .atMostFloorAndRow(let times, let name): "≤ \(Figure.ratio(times)) × floor + (\(name))"
        case .atMostRow(let times, let name, 0): "≤ \(Figure.ratio(times)) × (\(name))"
        case .atMostRow(let times, let name, let addend):
            "≤ \(Figure.ratio(times)) × (\(name)) + \(Figure(addend, unit))"
        }
    }
}
