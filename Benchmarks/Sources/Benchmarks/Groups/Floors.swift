import CFloors

/// Floors beyond those that the other groups compare with, which show what later promises can build on.
func measureFloors(_ subject: Subject) throws -> [Row] {
    let machine = try FloorMachine()
    let logging = try FloorMachine(logsDirtyPages: true)
    let schedule = Schedule(samples: 3000, turn: 20)
    let roundTrips = try interleave(schedule, [machine.roundTrips, machine.registerRoundTrips])
    let log = try interleave(Schedule(samples: 1000, operations: 20), [logging.readDirtyLog])
    return [
        Row(name: "round trip", floor: Distribution(roundTrips[0]), floorName: "KVM_RUN to the guest's next OUT"),
        Row(
            name: "round trip with registers", floor: Distribution(roundTrips[1]),
            floorName: "the same, registers in and out"),
        Row(name: "dirty-log read", floor: Distribution(log[0]), floorName: "KVM_GET_DIRTY_LOG of 16 MiB"),
    ] + (try measurePageCopies())
}

private func measurePageCopies() throws -> [Row] {
    let counts = [1, 16, 256, 4096]
    let size = 2 * counts[counts.count - 1] * 4096
    let source = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 4096)
    let destination = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 4096)
    defer {
        source.deallocate()
        destination.deallocate()
    }
    // Memory that was never written is one page of zeroes to the processor's caches.
    _ = source.initializeMemory(as: UInt8.self, repeating: 7)
    return try counts.map { pages in
        let copies = try interleave(
            Schedule(samples: 100, operations: max(1, 256 / pages)),
            [
                { count in
                    guard let source = source.baseAddress, let destination = destination.baseAddress else { return }
                    for _ in 0..<count { floor_copy_pages(destination, source, pages) }
                }
            ])
        return Row(
            name: "copy of \(pages) \(pages == 1 ? "page" : "pages")", floor: Distribution(copies[0]),
            floorName: "memcpy of every other page",
            point: .init(curve: "page copies", axis: "pages", x: Double(pages)))
    }
}
