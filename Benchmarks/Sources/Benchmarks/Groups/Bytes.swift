import CFloors
import HostRuntime

/// Calls that pass bytes to the guest, which reads them in place, and calls that return bytes, beside one copy
/// of them: an argument is copied to where bytes have been before, a result into an array that is new.
func measureBytes(_ subject: Subject) throws -> [Row] {
    let sandbox = try subject.makeSandbox(
        Subject.configuration(heapSize: .mebibytes(128), bufferSize: .mebibytes(64)))
    let take = try sandbox.function("takeBytes", taking: [UInt8].self, returning: UInt64.self)
    let give = try sandbox.function("giveBytes", returning: [UInt8].self)
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: sizes[sizes.count - 1].count, alignment: 4096)
    defer { copy.deallocate() }

    var (rowsIn, rowsOut): ([Row], [Row]) = ([], [])
    for (name, count, samples) in sizes {
        let bytes = [UInt8](repeating: 7, count: count)
        try sandbox.call("storeBytes", UInt64(count))
        let schedule = Schedule(samples: samples, turn: max(1, samples / 50))
        let measured = try interleave(
            schedule,
            [
                { for _ in 0..<$0 { _ = try take(bytes) } },
                { for _ in 0..<$0 { _ = try give() } },
                { repetitions in
                    bytes.withUnsafeBytes { source in
                        guard let source = source.baseAddress, let destination = copy.baseAddress else { return }
                        for _ in 0..<repetitions { floor_copy_bytes(destination, source, count) }
                    }
                },
                { repetitions in
                    bytes.withUnsafeBytes { source in
                        guard let source = source.baseAddress else { return }
                        for _ in 0..<repetitions { floor_copy_bytes_to_new(source, count) }
                    }
                },
            ])
        func row(_ direction: String, _ ours: [Double], _ floor: [Double], _ floorName: String) -> Row {
            Row(
                name: "\(name) \(direction)", ours: Distribution(ours), floor: Distribution(floor),
                floorName: floorName,
                point: .init(curve: "bytes \(direction)", axis: "bytes", x: Double(count)))
        }
        rowsIn.append(row("in", measured[0], measured[2], "memcpy"))
        rowsOut.append(row("out", measured[1], measured[3], "malloc, memcpy, free"))
    }
    return rowsIn + rowsOut
}

/// The largest comes last.
private let sizes: [(name: String, count: Int, samples: Int)] = [
    ("1 KiB", 1 << 10, 2000), ("64 KiB", 64 << 10, 1000), ("1 MB", 1_000_000, 200), ("5 MB", 5_000_000, 60),
    ("20 MB", 20_000_000, 30), ("60 MB", 60_000_000, 20),
]
