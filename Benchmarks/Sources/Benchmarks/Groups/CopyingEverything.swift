import HostRuntime

/// Calls and restores of sandboxes of the default size, beside what takes no thought: a call, and a copy of all memory
/// that a guest can write.
func measureCopyingEverything(_ subject: Subject) throws -> [Row] {
    let all = 1000
    let sandbox = try subject.makeSandbox()
    try sandbox.call("preparePages", UInt64(all))
    let nothing = try sandbox.function("nothing")
    let write = try sandbox.function("writePages", taking: UInt64.self)
    let writeFrom = try sandbox.function("writePagesFrom", taking: UInt64.self, UInt64.self)
    let base = try sandbox.snapshot()
    let floor = try FloorMachine(dataSize: 6 << 20)

    func row(_ name: String, pages: Int, _ call: @escaping () throws -> Void) throws -> Row {
        for _ in 0..<64 { try call() }
        let (ours, floor) = try compare(Schedule(samples: 500, turn: 20)) { count in
            for _ in 0..<count { try call() }
        } floor: { count in
            for _ in 0..<count {
                try floor.writePages(pages)
                floor.putBackBytes(writableMemory)
            }
        }
        return Row(
            name: "call and restore, default size, \(name)", ours: ours, floor: floor,
            floorName: "round trip that writes as much, memcpy of \(writableMemory >> 10) KiB")
    }

    let (sets, pagesOfSet) = (8, 64)
    var set = 0
    return [
        try row("0 pages", pages: 0) { try nothing(thenRestoringTo: base) },
        try row("1 page", pages: 1) { try write(1, thenRestoringTo: base) },
        try row("16 pages", pages: 16) { try write(16, thenRestoringTo: base) },
        try row("256 pages", pages: 256) { try write(256, thenRestoringTo: base) },
        try row("all of the heap", pages: all) { try write(UInt64(all), thenRestoringTo: base) },
        try row("\(sets) sets of \(pagesOfSet) pages", pages: pagesOfSet) {
            set = (set + 1) % sets
            try writeFrom(UInt64(set * pagesOfSet), UInt64(pagesOfSet), thenRestoringTo: base)
        },
    ]
}

/// Heap, stack, log and buffers of the default size, in bytes; the data of the image would come on top.
private let writableMemory = (4096 + 256 + 16 + 64 + 64) << 10
