/// A plan as the guest returns it.
struct Plan {
    private struct Assignment {
        let start: Int
        let end: Int
        let worker: Int
        let step: Substring
    }

    private let assignments: [Assignment]

    /// Reads what it understands: a guest's result is whatever the guest likes.
    init(_ text: String) {
        assignments = text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 4, let start = Int(words[0]), let end = Int(words[1]), let worker = Int(words[2])
            else {
                return nil
            }
            return Assignment(start: start, end: end, worker: worker, step: words[3])
        }
    }

    func show(workers: Int) {
        let minutes = assignments.map(\.end).max() ?? 0
        print("  \(workers) \(workers == 1 ? "worker" : "workers"): \(minutes) minutes")
        for worker in 0..<workers where workers > 1 {
            let steps = assignments.filter { $0.worker == worker }.map { "\($0.step) at \($0.start)" }
            print("    \(worker): \(steps.joined(separator: ", "))")
        }
    }
}
