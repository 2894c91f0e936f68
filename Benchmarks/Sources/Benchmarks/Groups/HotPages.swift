import HostRuntime

/// Restores after calls that write to the same pages again and again, beside reading the dirty log and copying these
/// pages, and the calls between such restores beside calls without restores.
func measureHotPages(_ subject: Subject) throws -> [Row] {
    let counts = [1, 16, 256, 4096]
    let configuration = Subject.configuration(heapSize: .mebibytes(18))
    func makeSandbox() throws -> (Sandbox, GuestFunction<Void, UInt64>) {
        let sandbox = try subject.makeSandbox(configuration)
        try sandbox.call("preparePages", UInt64(counts[counts.count - 1]))
        return (sandbox, try sandbox.function("writePages", taking: UInt64.self))
    }
    let (sandbox, write) = try makeSandbox()
    let (_, writeWithoutRestore) = try makeSandbox()
    let base = try sandbox.snapshot()
    // As much memory as the sandboxes have, with what lies unmapped between its parts.
    let floor = try FloorMachine(dataSize: 28 << 20)

    func heat(_ pages: Int) throws {
        for _ in 0..<64 { try write(UInt64(pages), thenRestoringTo: base) }
    }

    func restore(pages: Int) throws -> Row {
        try heat(pages)
        // With what every call changes of the stack and the buffers.
        try write(UInt64(pages))
        let dirtyPages = try sandbox.dirtyPages().count
        try sandbox.restore(to: base)
        let samples = pages > 256 ? 200 : 1000
        let measured = try interleave(
            samples: samples, turn: 20,
            [
                PreparedWork {
                    try write(UInt64(pages))
                } work: {
                    try sandbox.restore(to: base)
                },
                PreparedWork {
                    try floor.writePages(dirtyPages)
                } work: {
                    try floor.readDirtyLog(1)
                    floor.putBackPages(dirtyPages)
                },
            ])
        return Row(
            name: "restore, same \(pages) \(pages == 1 ? "page" : "pages")", ours: Distribution(measured[0]),
            floor: Distribution(measured[1]), floorName: "dirty-log read, \(dirtyPages) times memcpy of a page")
    }

    func nextCall(pages: Int) throws -> Row {
        try heat(pages)
        let measured = try interleave(
            samples: 3000, turn: 20,
            [
                PreparedWork {
                    try sandbox.restore(to: base)
                } work: {
                    try write(UInt64(pages))
                },
                PreparedWork(work: { try writeWithoutRestore(UInt64(pages)) }),
            ])
        return Row(
            name: "call after a restore, same \(pages) pages", ours: Distribution(measured[0]),
            floor: Distribution(measured[1]), floorName: "the call without restores")
    }

    // Once more pages are hot, all restores look at them for a while.
    let call = try nextCall(pages: 16)
    return try counts.map(restore) + [call]
}
