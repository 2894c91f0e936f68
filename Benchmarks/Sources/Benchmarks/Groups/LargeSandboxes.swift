import HostRuntime

/// Sandboxes with heaps that calls hardly touch: what size alone costs.
func measureLargeSandboxes(_ subject: Subject) throws -> [Row] {
    var (calls, snapshots): ([Row], [Row]) = ([], [])
    for megabytes in [50, 500, 995] {
        let heapSize = megabytes * 1_000_000
        let sandbox = try subject.makeSandbox(Subject.configuration(heapSize: .bytes(heapSize)))
        let echo = try sandbox.function("echoString", taking: String.self, returning: String.self)
        let base = try sandbox.snapshot()
        // In 2 MiB, and with what lies below the heap.
        let memorySize = heapSize / (2 << 20) * (2 << 20) + FloorMachine.memorySize
        let floor = try FloorMachine(logsDirtyPages: true, memorySize: memorySize)
        let measured = try interleave(
            samples: 1000, turn: 20,
            [
                PreparedWork {
                    _ = try echo(Samples.text, thenRestoringTo: base)
                },
                PreparedWork {
                    try floor.registerRoundTrips(1)
                    try floor.readDirtyLog(1)
                },
                PreparedWork {
                    _ = try echo(Samples.text)
                } work: {
                    _ = try sandbox.snapshot()
                },
                PreparedWork {
                    try floor.registerRoundTrips(1)
                } work: {
                    try floor.readDirtyLog(1)
                },
            ])
        calls.append(
            Row(
                name: "call and restore, heap of \(megabytes) MB", ours: Distribution(measured[0]),
                floor: Distribution(measured[1]), floorName: "round trip with registers, dirty-log read"))
        snapshots.append(
            Row(
                name: "call, then snapshot, heap of \(megabytes) MB", ours: Distribution(measured[2]),
                floor: Distribution(measured[3]), floorName: "dirty-log read"))
    }
    return calls + snapshots
}
