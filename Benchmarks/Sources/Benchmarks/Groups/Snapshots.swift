import HostRuntime

/// Snapshots and restores after a call that wrote to so many pages of so much memory, beside reading and clearing
/// the dirty log of a slot of that size and copying these pages.
func measureSnapshots(_ subject: Subject) throws -> [Row] {
    var (snapshots, restores): ([Row], [Row]) = ([], [])
    // One size after the other: the largest takes several times its memory.
    for (name, size) in memories {
        let sandbox = try subject.makeSandbox(Subject.configuration(heapSize: .bytes(size + heapOverhead)))
        let floor = try FloorMachine(dataSize: size)
        try sandbox.call("preparePages", UInt64(size / pageSize))
        let write = try sandbox.function("writePages", taking: UInt64.self)
        let base = try sandbox.snapshot()
        for amount in amounts(pagesOfMemory: size / pageSize) {
            let measured = try measure(amount.pages, sandbox, write, base, floor)
            func row(_ operation: String, _ ours: [Double], _ floor: [Double], _ floorName: String) -> Row {
                Row(
                    name: "\(operation), \(name), \(amount.name)", ours: Distribution(ours), floor: Distribution(floor),
                    floorName: floorName,
                    // The axis is logarithmic.
                    point: amount.pages == 0
                        ? nil : .init(curve: "\(operation) at \(name)", axis: "dirty pages", x: Double(amount.pages)))
            }
            snapshots.append(row("snapshot", measured[0], measured[2], "dirty log, malloc and memcpy of each page"))
            restores.append(row("restore", measured[1], measured[3], "dirty log, memcpy of each page"))
        }
    }
    return snapshots + restores
}

private func measure(
    _ pages: Int, _ sandbox: Sandbox, _ write: GuestFunction<Void, UInt64>, _ base: Snapshot, _ floor: FloorMachine
) throws -> [[Double]] {
    let samples = min(300, max(2, 10_000 / max(1, pages)))
    // Freed after it was measured, so that a snapshot of all memory never lies beside the floor's copy.
    var kept: Snapshot?
    return try interleave(
        samples: samples, turn: min(20, max(1, samples / 5)),
        [
            PreparedWork {
                try write(UInt64(pages))
            } work: {
                kept = try sandbox.snapshot()
            } finish: {
                try sandbox.restore(to: base)
                kept = nil
                _ = kept
            },
            PreparedWork {
                try write(UInt64(pages))
            } work: {
                try sandbox.restore(to: base)
            },
            PreparedWork {
                try floor.writePages(pages)
            } work: {
                try floor.keepPages(pages)
            } finish: {
                floor.dropPages()
            },
            PreparedWork {
                try floor.writePages(pages)
            } work: {
                try floor.restorePages(pages)
            },
        ])
}

private let pageSize = 4096

/// The sizes of the pages that guests write to, which nearly are the sandboxes' memory.
private let memories = [("16 MiB", 16 << 20), ("64 MiB", 64 << 20), ("256 MiB", 256 << 20), ("1 GiB", 1 << 30)]

/// In bytes: for the heap's own data, and the pages' alignment.
private let heapOverhead = 2 << 20

private func amounts(pagesOfMemory all: Int) -> [(name: String, pages: Int)] {
    let counts = [0, 1, 16, 256, 4096].map { ("\($0) \($0 == 1 ? "page" : "pages")", $0) }
    let parts = [10, 50, 100].map { ("\($0) %", all * $0 / 100) }
    // 16 MiB have 4,096 pages.
    return counts + parts.filter { part in !counts.contains { $0.1 == part.1 } }
}
