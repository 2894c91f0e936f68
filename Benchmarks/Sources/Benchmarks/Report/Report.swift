import Foundation
import Glibc

/// All rows of a run, judged. Its JSON is described in docs/performance.md.
struct Report: Encodable {
    struct Entry: Encodable {
        let name: String
        let unit: Row.Unit
        let ours: Distribution?
        let floor: Distribution?
        let floorName: String?
        let ratio: Double?
        let promise: String?
        let holds: Bool?
        let point: Row.Point?
    }

    struct Machine: Encodable {
        let kernel: String
        let processor: String
    }

    /// A promise about a row that no group measures.
    struct UnknownRow: Error, CustomStringConvertible {
        let description: String
    }

    let version = 1
    let machine = Machine.current
    let rows: [Entry]

    /// - Parameter isComplete: Whether every row is there that a promise could be about.
    init(rows: [Row], isComplete: Bool) throws {
        let entries = rows.map { row in
            let promise = Promise.all[row.name]
            return Entry(
                name: row.name, unit: row.unit, ours: row.ours, floor: row.floor, floorName: row.floorName,
                ratio: row.ratio, promise: promise?.text(unit: row.unit),
                holds: promise?.holds(for: row, among: rows), point: row.point)
        }
        if isComplete, Promise.all.count != entries.count(where: { $0.holds != nil }) {
            let judged = Set(entries.filter { $0.holds != nil }.map(\.name))
            let missing = Set(Promise.all.keys).subtracting(judged).sorted()
            throw UnknownRow(description: "promises that no row can be held to: \(missing.joined(separator: ", "))")
        }
        self.rows = entries
    }

    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(self)
    }
}

extension Report.Machine {
    fileprivate static var current: Self {
        var system = utsname()
        uname(&system)
        let release = withUnsafeBytes(of: system.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let model = information.split(separator: "\n").first { $0.hasPrefix("model name") }
        let processor = model?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
        return Self(kernel: release, processor: processor ?? "unknown")
    }
}
