/// What the project promises of a row.
enum Promise {
    /// A bound in the row's unit.
    case atMost(Double)
    /// A bound of the p99 in the row's unit.
    case p99AtMost(Double)
    /// So many times the floor's median, and so much more.
    case atMostFloor(times: Double, plus: Double = 0)
    /// Bounds on the ratio of the medians.
    case floorTimes(ClosedRange<Double>)
    /// So many times the floor, and another row's median.
    case atMostFloorAndRow(times: Double, row: String)
    /// So many times another row's median, and so much more.
    case atMostRow(times: Double, row: String, plus: Double = 0)
    /// At least so many times another row's median.
    case atLeastRow(times: Double, row: String)

    /// All promises, by the row that they are about.
    static let all: [String: Promise] = [
        "create from snapshot": .atMostFloor(times: 1.2),
        "create in a shell, another guest": .atMostRow(times: 0.25, row: "create from snapshot"),
        "first result in a shell, another guest": .atMostRow(times: 0.25, row: "first result of a new sandbox"),
        "from a pool to the first result, new sandbox": .atMostFloor(times: 1, plus: 20_000),
        "from a pool to the first result, used sandbox": .atMostFloor(times: 1, plus: 20_000),
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
        "restore, same 1 page": .atMostFloor(times: 1.3, plus: 1000),
        "restore, same 16 pages": .atMostFloor(times: 1.3, plus: 1000),
        "restore, same 256 pages": .atMostFloor(times: 1.3, plus: 1000),
        "restore, same 4096 pages": .atMostFloor(times: 1.3, plus: 1000),
        "call after a restore, same 16 pages": .atMostFloor(times: 1.05),
        "call and restore, default size, 0 pages": .atMostFloor(times: 1),
        "call and restore, default size, 1 page": .atMostFloor(times: 1),
        "call and restore, default size, 16 pages": .atMostFloor(times: 1),
        "call and restore, default size, 256 pages": .atMostFloor(times: 1),
        "call and restore, default size, all of the heap": .atMostFloor(times: 1),
        "call and restore, default size, 8 sets of 64 pages": .atMostFloor(times: 1),
        "5 MB in, and restore": .atMostFloor(times: 2),
        "20 MB in, and restore": .atMostFloor(times: 2),
        "60 MB in, and restore": .atMostFloor(times: 2),
        "calls with restore, 2 sandboxes": .atLeastRow(times: 1.9, row: "calls with restore, 1 sandbox"),
        "60 MB in": .atMostFloorAndRow(times: 1.5, row: "call, no argument"),
        "allocations: no argument": .atMost(0),
        "allocations: Int64": .atMost(0),
        "allocations: Int64, by name": .atMost(0),
        "allocations: 1 host function": .atMost(0),
        "allocations: call and restore": .atMost(0),
        "interruption, until the call has thrown": .p99AtMost(1_000_000),
        "cancellation of a task, until the call has thrown": .p99AtMost(1_000_000),
        "trace record": .atMost(25),
        "trace point, switched off": .atMost(1),
        "draining a trace record": .atMost(50),
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
        case .p99AtMost(let limit):
            return row.ours.map { $0.p99 <= limit }
        case .atMostFloor(let times, let addend):
            return row.floor.map { ours <= times * $0.median + addend }
        case .floorTimes(let range):
            return row.ratio.map { range.contains($0) }
        case .atMostRow(let times, let name, let addend):
            return median(of: name, in: rows).map { ours <= times * $0 + addend }
        case .atLeastRow(let times, let name):
            return median(of: name, in: rows).map { ours >= times * $0 }
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
        case .p99AtMost(let limit): "p99 ≤ \(Figure(limit, unit))"
        case .atMost(let limit): "≤ \(Figure(limit, unit))"
        case .atMostFloor(1, let addend) where addend > 0: "≤ floor + \(Figure(addend, unit))"
        case .atMostFloor(let times, 0): "≤ \(Figure.ratio(times)) × floor"
        case .atMostFloor(let times, let addend): "≤ \(Figure.ratio(times)) × floor + \(Figure(addend, unit))"
        case .floorTimes(let range): "\(Figure.ratio(range.lowerBound)) to \(Figure.ratio(range.upperBound)) × floor"
        case .atMostFloorAndRow(let times, let name): "≤ \(Figure.ratio(times)) × floor + (\(name))"
        case .atLeastRow(let times, let name): "≥ \(Figure.ratio(times)) × (\(name))"
        case .atMostRow(let times, let name, 0): "≤ \(Figure.ratio(times)) × (\(name))"
        case .atMostRow(let times, let name, let addend):
            "≤ \(Figure.ratio(times)) × (\(name)) + \(Figure(addend, unit))"
        }
    }
}
