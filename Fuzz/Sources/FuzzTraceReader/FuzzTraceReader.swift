@testable import HostRuntime
@testable import SandboxTracing

/// Reads a recording of any bytes, and nests its events.
///
/// Chunks with right checksums are made of the input, since no fuzzer finds those: each of a byte for its kind, a byte for
/// the length of its payload, and the payload. An input that begins as a recording does is read as it is too.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTraceReader(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    read(input)
    read(recording(of: input))
    return 0
}

private func recording(of input: [UInt8]) -> [UInt8] {
    var bytes = TraceStream.magic + [UInt8(TraceStream.version), 0, 0, 0]
    var rest = input[...]
    while let first = rest.popFirst(), let length = rest.popFirst() {
        var chunk = TraceChunk(TraceStream.ChunkKind(rawValue: UInt32(first)) ?? .events)
        chunk.append(bytes: rest.prefix(Int(length)))
        bytes += chunk.finished()
        rest = rest.dropFirst(Int(length))
    }
    return bytes
}

private func read(_ bytes: [UInt8]) {
    guard let recording = try? TraceRecording(bytes: bytes) else { return }
    precondition(recording.tracks.reduce(0) { $0 + $1.events.count } <= bytes.count)
    for track in recording.tracks {
        let timeline = recording.timeline(of: track)
        for slice in timeline.slices {
            precondition(slice.start <= slice.end && slice.depth < TraceTimeline.maximumDepth)
            guard let parent = slice.parent.map({ timeline.slices[$0] }) else { continue }
            precondition(parent.start <= slice.start && slice.end <= parent.end && parent.depth == slice.depth - 1)
        }
    }
}
