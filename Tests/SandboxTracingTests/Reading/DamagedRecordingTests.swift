import HostRuntime
import SandboxTracing
import SystemPackage
import TestSupport
import Testing
import Wire

/// Bytes that are not, or no longer, what a recorder wrote.
struct DamagedRecordingTests {
    /// A recording with every kind of chunk, and where its chunks begin; the last one is where it ends.
    private let whole: [UInt8]
    private let boundaries: [Int]

    init() {
        var image = SyntheticImage()
        let name = image.add("name")
        let trace = SyntheticTrace(image)
        for round in 0..<3 as Range<UInt64> {
            trace.begin(.call, at: round * 100, name: "f\(round)")
            var bad = SyntheticRecord(.event, name, at: round * 100 + 5)
            bad.kind = 0
            trace.records([
                SyntheticRecord(.enter, name, at: round * 100 + 1),
                SyntheticRecord(.argument, name, at: round * 100 + 2, type: .float, value: 3),
                SyntheticRecord(.counter, name, at: round * 100 + 3, type: .signed, value: .max), bad,
                SyntheticRecord(.exit, name, at: round * 100 + 6),
            ])
            trace.log("message", at: round * 100 + 7)
            trace.encoder.dropped(1)
            trace.end(.call, at: round * 100 + 8)
            trace.encoder.flush()
        }
        whole = trace.bytes()
        var boundaries = [TraceStream.headerSize]
        while let last = boundaries.last, last < whole.count {
            let length = whole[last + 4..<last + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
            boundaries.append(last + TraceStream.chunkHeaderSize + length)
        }
        self.boundaries = boundaries
    }

    @Test func theRecordingHasEveryKindOfChunk() throws {
        #expect(Set(boundaries.dropLast().map { whole[$0] }) == [1, 2, 3, 4, 5, 6])
        #expect(try TraceRecording(bytes: whole).lines().count == 21)
    }

    @Test func aRecordingThatIsCutAnywhereIsReadUpToThere() throws {
        for length in 0..<whole.count {
            let cut = Array(whole[..<length])
            guard length >= TraceStream.headerSize else {
                let error = try #require(throws: TraceError.self) { try TraceRecording(bytes: cut) }
                #expect(error.code == .notATrace)
                continue
            }
            let boundary = boundaries.last { $0 <= length } ?? 0
            let recording = try TraceRecording(bytes: cut)
            let reference = try TraceRecording(bytes: Array(whole[..<boundary]))
            #expect(recording.tracks.map(\.events) == reference.tracks.map(\.events))
            let cutEnd = "bytes at the end are part of a chunk that was not written to its end, and not used"
            #expect(recording.problemCounts[cutEnd] == (length == boundary ? nil : UInt64(length - boundary)))
        }
    }

    @Test func aByteThatIsChangedAnywhereIsNoticed() throws {
        let whole = try TraceRecording(bytes: whole)
        for index in TraceStream.headerSize..<self.whole.count {
            var bytes = self.whole
            bytes[index] ^= 0x40
            let boundary = boundaries.last { $0 <= index } ?? 0
            let recording = try TraceRecording(bytes: bytes)
            let reference = try TraceRecording(bytes: Array(bytes[..<boundary]))
            #expect(recording.tracks.map(\.events) == reference.tracks.map(\.events))
            #expect(recording.problems != whole.problems)
        }
    }

    @Test func anotherMagicNumberIsNoRecording() throws {
        for index in 0..<TraceStream.magic.count {
            var bytes = whole
            bytes[index] ^= 1
            let error = try #require(throws: TraceError.self) { try TraceRecording(bytes: bytes) }
            #expect(error.code == .notATrace)
        }
    }

    @Test func anotherVersionIsRefused() throws {
        for version: UInt32 in [0, 2, .max] {
            var bytes = whole
            withUnsafeBytes(of: version.littleEndian) { bytes.replaceSubrange(8..<12, with: $0) }
            let error = try #require(throws: TraceError.self) { try TraceRecording(bytes: bytes) }
            #expect(error.code == .unsupportedVersion)
            #expect(error.message.contains("version \(version)"))
            #expect(error.message.contains("version 1"))
        }
    }

    @Test func fillingDevicesAreNoRecordings() throws {
        for path in ["/dev/zero", "/dev/null"] {
            let error = try #require(throws: TraceError.self) { try TraceRecording(contentsOf: FilePath(path)) }
            #expect(path == "/dev/null" || error.code == .notATrace)
        }
        let error = try #require(throws: TraceError.self) { try TraceRecording(contentsOf: "/nowhere/at/all") }
        #expect(error.code == .unreadableFile)
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func randomBytesAreNoRecording(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let noise = (0..<Int.random(in: 0...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(throws: TraceError.self) { try TraceRecording(bytes: noise) }
        let recording = try TraceRecording(bytes: Array(whole[..<TraceStream.headerSize]) + noise)
        #expect(recording.tracks.isEmpty)
        #expect(!recording.problems.isEmpty)
    }
}
