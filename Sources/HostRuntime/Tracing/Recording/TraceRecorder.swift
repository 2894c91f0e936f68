import Synchronization
public import SystemPackage

/// Keeps what happens in sandboxes, in memory or in a file, as a stream of bytes that `SandboxTracing` reads.
///
/// One recorder may serve many sandboxes on many threads. What is written to a file is readable after a crash of the
/// process; nothing waits until it is on the disk, so a crash of the machine may take the end of it.
public final class TraceRecorder: Sendable {
    private struct State {
        var store: TraceStore
        /// In bytes, of what was kept.
        var size: UInt64 = 0
        var isOpen = true
        /// After the limit or a failed write. Nothing is kept from then on: a recording has no holes.
        var isFull = false
        var failure: TraceError?
        /// How many tracks the recording names.
        var tracks: UInt32 = 0
        var hasClock = false
        /// What was lost because the recording was full, by track.
        var losses: [UInt32: UInt64] = [:]
        var lossesBefore: UInt64 = 0
    }

    private let state: Mutex<State>
    private let limit: UInt64
    /// When the recording began.
    private let start = HostTime.now()
    /// The host's time-stamp counter when the recording began.
    package var startCounter: UInt64 { start.counter }

    /// Records in memory.
    ///
    /// - Parameter limit: Once the recording has this size, what happens is only counted. See ``droppedRecords``.
    public init(limit: MemorySize = .mebibytes(64)) {
        self.limit = limit.bytes
        state = Mutex(State(store: TraceStore()))
        begin()
    }

    /// Records into a file, which only its owner may read.
    ///
    /// Nothing is overwritten: the file must not exist, or be empty, or be a device.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: Once the recording has this size, what happens is only counted. See ``droppedRecords``.
    /// - Throws: ``TraceError`` with code `fileExists` or `unwritableFile`.
    public init(writingTo path: FilePath, limit: MemorySize = .gibibytes(1)) throws(TraceError) {
        self.limit = min(limit.bytes, TraceStore.largestFile)
        state = Mutex(State(store: try TraceStore(creating: path)))
        begin()
    }

    deinit {
        close()
    }

    /// Ends the recording, and closes its file. What happens afterwards is not kept. A second call does nothing.
    ///
    /// Sandboxes hand over what they have recorded when a call ends.
    public func close() {
        state.withLock { state in
            guard state.isOpen else { return }
            state.isOpen = false
            if state.failure == nil {
                for chunk in Self.lossChunks(state.losses) { Self.keep(chunk, in: &state) }
            }
            state.isFull = true
            state.store.close()
        }
    }

    /// The recording so far; empty for one that goes into a file.
    public func bytes() -> [UInt8] {
        state.withLock { state in
            guard !state.store.pieces.isEmpty else { return [] }
            let pieces = state.store.pieces + (state.isOpen ? Self.lossChunks(state.losses) : [])
            var bytes: [UInt8] = []
            bytes.reserveCapacity(pieces.reduce(0) { $0 + $1.count })
            for piece in pieces { bytes.append(contentsOf: piece) }
            return bytes
        }
    }

    /// How many records were lost: in the guests' buffers, beyond the recorder's limit, or after a failed write.
    public var droppedRecords: UInt64 {
        state.withLock { state in state.losses.values.reduce(state.lossesBefore, &+) }
    }

    /// Why recording stopped, if a write failed. What was written before is kept, and sandboxes work on.
    public var failure: TraceError? { state.withLock { $0.failure } }

    private func begin() {
        state.withLock { state in
            var header = TraceStream.magic
            withUnsafeBytes(of: TraceStream.version.littleEndian) { header.append(contentsOf: $0) }
            Self.keep(header, in: &state)
        }
    }

    /// What a sandbox records with.
    ///
    /// - Parameters:
    ///   - label: For people; cut to ``TraceStream/maximumName`` bytes.
    ///   - frequency: Of the time-stamp counter. The first sandbox's counts for the recording: it is the machine's.
    package func makeEncoder(label: String, image: GuestImage, frequency: CounterFrequency) -> TraceEncoder {
        makeEncoder(label: label, digest: image.digest, names: ImageStrings(image), frequency: frequency)
    }

    package func makeEncoder(
        label: String, digest: [UInt8], names: ImageStrings, frequency: CounterFrequency
    ) -> TraceEncoder {
        let track = state.withLock { state in
            var chunks: [UInt8] = []
            if !state.hasClock { chunks += frequency.chunk(start) }
            var chunk = TraceChunk(.track)
            chunk.append(state.tracks + 1)
            chunk.append(label, limit: TraceStream.maximumName)
            chunk.append(bytes: digest)
            chunks += chunk.finished()
            guard admit(chunks.count, in: &state), Self.keep(chunks, in: &state) else {
                return TraceStream.unnamedTrack
            }
            state.hasClock = true
            state.tracks += 1
            return state.tracks
        }
        return TraceEncoder(recorder: self, track: track, names: names, start: start.counter)
    }

    /// Keeps finished chunks of a track, all or none.
    ///
    /// - Parameters:
    ///   - events: How many the chunks have: lost, if the chunks are not kept.
    ///   - losses: How many were lost before; the chunks say so.
    /// - Returns: Whether the recording goes on.
    func append(
        _ chunks: [UnsafeRawBufferPointer], of track: UInt32, events: UInt64, losses: UInt64
    ) -> Bool {
        state.withLock { state in
            let size = chunks.reduce(0) { $0 + $1.count }
            let begin = state.size
            if track != TraceStream.unnamedTrack, admit(size, in: &state) {
                if chunks.allSatisfy({ Self.keep($0, in: &state) }) {
                    state.lossesBefore &+= losses
                    return true
                }
                // A hand-over is kept as a whole: its sites are of no use without its events.
                state.size = begin
                state.store.truncate(to: begin)
            }
            if state.isOpen { state.losses[track, default: 0] &+= events &+ losses }
            return false
        }
    }

    private func admit(_ size: Int, in state: inout State) -> Bool {
        guard !state.isFull else { return false }
        state.isFull = UInt64(size) > limit || state.size > limit - UInt64(size)
        return !state.isFull
    }

    @discardableResult
    private static func keep(_ bytes: [UInt8], in state: inout State) -> Bool {
        bytes.withUnsafeBytes { keep($0, in: &state) }
    }

    private static func keep(_ bytes: UnsafeRawBufferPointer, in state: inout State) -> Bool {
        do throws(Errno) {
            try state.store.append(bytes)
            state.size += UInt64(bytes.count)
            return true
        } catch {
            state.store.truncate(to: state.size)
            state.isFull = true
            state.failure = TraceError(
                .unwritableFile, "recording stopped after \(state.size) bytes: \(error)", cause: error)
            return false
        }
    }

    private static func lossChunks(_ losses: [UInt32: UInt64]) -> [[UInt8]] {
        losses.sorted { $0.key < $1.key }.map { track, count in lossChunk(track, count) }
    }

    static func lossChunk(_ track: UInt32, _ count: UInt64) -> [UInt8] {
        var chunk = TraceChunk(.losses)
        chunk.append(track)
        chunk.append(count)
        return chunk.finished()
    }
}
