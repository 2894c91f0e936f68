import CFloors
import HostRuntime

/// Calls that pass many bytes, each followed by a restore, beside the two ways over this memory that they need: the bytes
/// are copied in, and then the memory is zero again.
func measureRestoringBytes(_ subject: Subject) throws -> [Row] {
    let sandbox = try subject.makeSandbox(Subject.configuration(bufferSize: .mebibytes(64)))
    let take = try sandbox.function("takeBytes", taking: [UInt8].self, returning: UInt64.self)
    let base = try sandbox.snapshot()
    return try [(5, 60), (20, 30), (60, 20)].map { megabytes, samples in
        let bytes = [UInt8](repeating: 7, count: megabytes * 1_000_000)
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 4096)
        defer { copy.deallocate() }
        let (ours, floor) = try compare(Schedule(samples: samples)) { count in
            for _ in 0..<count { _ = try take(bytes, thenRestoringTo: base) }
        } floor: { count in
            bytes.withUnsafeBytes { source in
                guard let source = source.baseAddress, let destination = copy.baseAddress else { return }
                for _ in 0..<count { floor_copy_and_clear_bytes(destination, source, bytes.count) }
            }
        }
        return Row(
            name: "\(megabytes) MB in, and restore", ours: ours, floor: floor,
            floorName: "memcpy of the bytes, memset of where they went")
    }
}
