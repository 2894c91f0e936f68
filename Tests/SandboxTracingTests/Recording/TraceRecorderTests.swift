import HostRuntime
import SandboxTracing
import SystemPackage
import TestSupport
import Testing
import Wire

/// Where a recording goes, how much of it, and what happens when there is no more room.
struct TraceRecorderTests {
    private let image: SyntheticImage
    private let name: UInt64

    init() {
        var image = SyntheticImage()
        name = image.add("name")
        self.image = image
    }

    /// Events at the times `range`.
    private func record(_ range: Range<UInt64>, in trace: SyntheticTrace) {
        trace.records(range.map { SyntheticRecord(.event, name, at: $0) })
        trace.encoder.flush()
    }

    @Test func aRecordingStopsAtItsLimitAndCountsWhatIsLost() throws {
        let recorder = TraceRecorder(limit: .kibibytes(4))
        let trace = SyntheticTrace(image, recorder: recorder)
        for round in 0..<100 as Range<UInt64> { record(round * 100..<(round + 1) * 100, in: trace) }
        let bytes = recorder.bytes()
        let recording = try TraceRecording(bytes: bytes)
        let kept = UInt64(recording.tracks[0].events.count)
        #expect(kept > 500)
        #expect(kept % 100 == 0)
        // Holes are only at the end.
        #expect(recording.tracks[0].events.map(\.time) == Array(0..<kept))
        #expect(recording.tracks[0].droppedRecords == 10_000 - kept)
        #expect(recorder.droppedRecords == 10_000 - kept)
        #expect(bytes.count < 4096 + 100)
        #expect(recorder.failure == nil)
    }

    @Test func sandboxesThatBeginTooLateAreCountedTogether() throws {
        let recorder = TraceRecorder(limit: .bytes(200))
        let first = SyntheticTrace(image, recorder: recorder, label: "first")
        let second = SyntheticTrace(image, recorder: recorder, label: String(repeating: "second", count: 20))
        record(0..<5, in: first)
        record(0..<7, in: second)
        let recording = try TraceRecording(bytes: recorder.bytes())
        #expect(recording.tracks.map(\.label) == ["first"])
        #expect(recording.tracks[0].droppedRecords == 5)
        #expect(
            recording.problemCounts
                == ["records are lost of sandboxes that began when the recording was full": 7])
    }

    @Test func aRecordingWithoutRoomForAnythingIsEmpty() throws {
        let recorder = TraceRecorder(limit: .bytes(0))
        record(0..<5, in: SyntheticTrace(image, recorder: recorder))
        let recording = try TraceRecording(bytes: recorder.bytes())
        #expect(recording.tracks.isEmpty)
        #expect(recorder.droppedRecords == 5)
    }

    @Test func whatHappensAfterTheEndIsNotKept() throws {
        let recorder = TraceRecorder()
        let trace = SyntheticTrace(image, recorder: recorder)
        record(0..<5, in: trace)
        recorder.close()
        let bytes = recorder.bytes()
        record(5..<10, in: trace)
        recorder.close()
        #expect(recorder.bytes() == bytes)
        #expect(try TraceRecording(bytes: bytes).lines().count == 5)
    }

    @Test func anEncoderHandsOverWhatIsLeftWhenItGoes() throws {
        let recorder = TraceRecorder()
        SyntheticTrace(image, recorder: recorder).log("last words", at: 1)
        #expect(try TraceRecording(bytes: recorder.bytes()).lines() == ["1 info: last words"])
    }

    // MARK: Files

    @Test func aFileHasWhatMemoryWouldHave() throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("trace")
        let recorder = try TraceRecorder(writingTo: path)
        let trace = SyntheticTrace(image, recorder: recorder, label: "filed")
        record(0..<1000, in: trace)
        // Before the end, as after a crash.
        let early = try TraceRecording(contentsOf: path)
        #expect(early.lines().count == 1000)
        record(1000..<2000, in: trace)
        trace.encoder.dropped(3)
        trace.encoder.flush()
        recorder.close()
        let recording = try TraceRecording(contentsOf: path)
        #expect(recording.tracks[0].label == "filed")
        #expect(recording.tracks[0].events.map(\.time) == Array(0..<2000))
        #expect(recording.tracks[0].droppedRecords == 3)
        #expect(recording.problems == [])
        #expect(recorder.bytes() == [])
    }

    @Test func aFileStopsAtItsLimitToo() throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("trace")
        let recorder = try TraceRecorder(writingTo: path, limit: .kibibytes(4))
        let trace = SyntheticTrace(image, recorder: recorder)
        for round in 0..<100 as Range<UInt64> { record(round * 100..<(round + 1) * 100, in: trace) }
        recorder.close()
        let recording = try TraceRecording(contentsOf: path)
        #expect(recording.tracks[0].droppedRecords == 10_000 - UInt64(recording.tracks[0].events.count))
        #expect(recording.problems == [])
    }

    @Test func aFileThatHoldsSomethingIsNotOverwritten() throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("precious")
        try folder.write([1, 2, 3], to: "precious")
        let error = try #require(throws: TraceError.self) { try TraceRecorder(writingTo: path) }
        #expect(error.code == .fileExists)
        #expect(error.message.contains("3 bytes"))
        #expect(try folder.read("precious") == [1, 2, 3])
    }

    @Test func anEmptyFileIsTaken() throws {
        let folder = try TemporaryFolder()
        try folder.write([], to: "empty")
        let recorder = try TraceRecorder(writingTo: folder.path.appending("empty"))
        recorder.close()
        #expect(try folder.read("empty") == recorder.header)
    }

    @Test func aPipeIsRefused() throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("pipe")
        try folder.makePipe("pipe")
        // With a reader, since one without cannot even be opened.
        let reader = try FileDescriptor.open(path, .readOnly, options: .nonBlocking)
        defer { try? reader.close() }
        let error = try #require(throws: TraceError.self) { try TraceRecorder(writingTo: path) }
        #expect(error.code == .unwritableFile)
    }

    @Test func aFolderThatIsNotThereIsReported() throws {
        let error = try #require(throws: TraceError.self) { try TraceRecorder(writingTo: "/nowhere/at/all") }
        #expect(error.code == .unwritableFile)
        #expect(error.cause as? Errno == .noSuchFileOrDirectory)
    }

    @Test func aFullDiskStopsTheRecordingAndNothingElse() throws {
        let recorder = try TraceRecorder(writingTo: "/dev/full")
        let trace = SyntheticTrace(image, recorder: recorder)
        record(0..<1000, in: trace)
        record(1000..<2000, in: trace)
        #expect(recorder.failure?.code == .unwritableFile)
        #expect(recorder.failure?.cause as? Errno == .noSpace)
        #expect(recorder.droppedRecords == 2000)
    }

    @Test func anotherSandboxOfAFullRecordingLosesEverything() throws {
        let recorder = try TraceRecorder(writingTo: "/dev/full")
        record(0..<1, in: SyntheticTrace(image, recorder: recorder))
        record(0..<10, in: SyntheticTrace(image, recorder: recorder))
        #expect(recorder.droppedRecords == 11)
    }

    // MARK: Threads

    @Test func manySandboxesRecordAtTheSameTime() async throws {
        let recorder = TraceRecorder()
        let threads = 20
        let rounds = 50 as UInt64
        await withTaskGroup { group in
            for thread in 0..<threads {
                group.addTask {
                    let trace = SyntheticTrace(image, recorder: recorder, label: "\(thread)")
                    for round in 0..<rounds { record(round * 100..<(round + 1) * 100, in: trace) }
                }
            }
        }
        let recording = try TraceRecording(bytes: recorder.bytes())
        #expect(recording.problems == [])
        #expect(Set(recording.tracks.map(\.label)) == Set((0..<threads).map { "\($0)" }))
        #expect(recording.tracks.map(\.number) == Array(1...UInt32(threads)))
        for track in recording.tracks {
            #expect(track.events.map(\.time) == Array(0..<rounds * 100))
        }
    }
}

extension TraceRecorder {
    fileprivate var header: [UInt8] { TraceStream.magic + [1, 0, 0, 0] }
}
