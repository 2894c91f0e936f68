import HostRuntime
import SandboxTracing
import TestSupport
import Testing
import Wire

/// Chunks whose checksums are right, and whose payloads are not what a recorder writes.
struct HostileChunkTests {
    private static let malformed = "chunks are not what the format says, and used up to there"

    private func header() -> [UInt8] { TraceStream.magic + [1, 0, 0, 0] }

    private func chunk(_ kind: TraceStream.ChunkKind, _ payload: [UInt8]) -> [UInt8] {
        var chunk = TraceChunk(kind)
        chunk.append(bytes: payload)
        return chunk.finished()
    }

    private func little(_ value: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }

    private func clock(frequency: UInt64 = 1_000_000_000, start: UInt64 = 0) -> [UInt8] {
        chunk(.clock, little(frequency) + [1] + little(0) + little(start) + [0])
    }

    /// Track 1, with the sites `host` and `guest`.
    private func track() -> [UInt8] {
        chunk(.track, [1, 0] + [UInt8](repeating: 7, count: 32))
            + chunk(.sites, [1, 0] + [0, 1, 0x68, 0, 0] + [1, 1, 0x67, 0, 0])
    }

    private func read(_ chunks: [UInt8]...) throws -> TraceRecording {
        try TraceRecording(bytes: header() + chunks.flatMap(\.self))
    }

    /// What is read of events of track 1 that begin at counter 0.
    private func events(_ bytes: [UInt8]) throws -> TraceRecording {
        try read(clock(), track(), chunk(.events, [1] + little(0) + bytes))
    }

    @Test func eventsUpToTheMalformedOneAreUsed() throws {
        let good: [UInt8] = [1, 5, 1]
        let malformed: [[UInt8]] = [
            [0], [7, 0, 0], [15, 0, 0], [0x61, 0, 0], [0xf1, 0, 0], [0x41, 0, 1, 2], [1], [1, 0x80], [1, 0],
            [1] + [UInt8](repeating: 0xff, count: 11), [1] + [UInt8](repeating: 0xff, count: 9) + [2, 0],
            [1, 0, 0xff, 0xff, 0xff, 0xff, 0x7f], [0x31, 0, 0, 1, 2, 3], [0x51, 0, 0, 2, 0x41],
            [0x51, 0, 0, 1, 0xff], [0x51, 0, 0, 0x81, 8] + [UInt8](repeating: 0x41, count: 1025), [0x76, 0, 1, 0],
            [6, 0, 1, 5, 0x41],
        ]
        for bytes in malformed {
            let recording = try events(good + bytes)
            #expect(recording.lines() == ["5 > g"], "\(bytes)")
            #expect(recording.problemCounts == [Self.malformed: 1], "\(bytes)")
        }
    }

    @Test func aSiteThatIsNotThere() throws {
        let recording = try events([1, 5, 2, 1, 1, 1])
        #expect(recording.lines() == ["6 > g"])
        #expect(
            recording.problemCounts == ["events are of a trace point that is not in the recording, and not used": 1])
    }

    @Test func countersThatDoNotFit() throws {
        let far = try read(clock(), track(), chunk(.events, [1] + little(.max) + [1, 0, 1, 1, 1, 1]))
        #expect(far.lines() == ["\(UInt64.max) > g"])
        #expect(far.problemCounts[Self.malformed] == 1)
        let slow = try read(clock(frequency: 1), track(), chunk(.events, [1] + little(.max) + [1, 0, 1]))
        #expect(slow.lines() == ["\(UInt64.max) > g"])
        #expect(slow.problemCounts == ["events are centuries away: their times are cut": 1])
        let early = try read(clock(start: 100), track(), chunk(.events, [1] + little(99) + [1, 0, 1, 1, 2, 1]))
        #expect(early.lines() == ["0 > g", "1 > g"])
        #expect(early.problemCounts == ["events are from before the recording began: they count as its first": 1])
    }

    @Test func aClockWithoutAFrequencyOrNone() throws {
        let events = chunk(.events, [1] + little(5) + [1, 7, 1])
        #expect(try read(clock(frequency: 0), track(), events).lines() == ["0 > g"])
        let without = try read(track(), events)
        #expect(without.lines() == ["0 > g"])
        #expect(without.problemCounts == ["the recording does not say how it tells the time: all times are zero": 1])
    }

    @Test func aSecondClockIsNotUsed() throws {
        let recording = try read(clock(), clock(frequency: 5))
        #expect(recording.clock.frequency == 1_000_000_000)
        #expect(recording.problemCounts == ["chunks tell of another clock, and are not used": 1])
    }

    @Test func malformedChunksOfOtherKinds() throws {
        let chunks: [(TraceStream.ChunkKind, [UInt8])] = [
            (.clock, little(1) + [9] + little(0) + little(0) + [0]),
            (.clock, little(1) + [1] + little(0) + little(0) + [0xff, 0xff, 0xff, 0xff, 0x0f]), (.clock, []),
            (.track, [2, 0, 1, 2, 3]), (.track, [2, 1, 0xff] + [UInt8](repeating: 0, count: 32)),
            (.track, [2, 0] + [UInt8](repeating: 0, count: 33)), (.sites, [1, 3]), (.sites, [1, 2, 2, 0, 0, 0]),
            (.sites, [1, 2, 0, 0x81, 4] + [UInt8](repeating: 0x41, count: 513) + [0, 0]), (.losses, [1]),
            (.losses, [1, 1, 1]), (.problems, [1, 1]), (.events, [1, 0, 0]),
        ]
        for (kind, payload) in chunks {
            let recording = try read(clock(), track(), chunk(kind, payload))
            #expect(recording.problemCounts == [Self.malformed: 1], "\(kind) \(payload)")
            #expect(recording.tracks.first?.number == 1)
        }
    }

    @Test func chunksOfATrackThatIsNotThere() throws {
        let recording = try read(
            clock(), chunk(.events, [9] + little(0) + [1, 5, 0]), chunk(.sites, [9, 0]), chunk(.losses, [9, 1]),
            chunk(.problems, [9, 1, 1]))
        #expect(
            recording.problemCounts == ["chunks are of a sandbox that is not in the recording, and not used": 4])
    }

    @Test func aTrackThatBeginsTwice() throws {
        let recording = try read(clock(), track(), chunk(.track, [1, 1, 0x41] + [UInt8](repeating: 0, count: 32)))
        #expect(recording.tracks.map(\.label) == [""])
        #expect(recording.problemCounts == ["chunks begin a sandbox that has begun before, and are not used": 1])
    }

    @Test func chunksOfAKindThatIsNotKnownAreSkipped() throws {
        var unknown = chunk(.losses, [1, 2, 3])
        unknown[0] = 99
        var checksum = CRC32C()
        unknown.withUnsafeBytes { bytes in
            checksum.update(UnsafeRawBufferPointer(rebasing: bytes[..<8]))
            checksum.update(UnsafeRawBufferPointer(rebasing: bytes[12...]))
        }
        withUnsafeBytes(of: checksum.value.littleEndian) { unknown.replaceSubrange(8..<12, with: $0) }
        let recording = try read(clock(), unknown, track())
        #expect(recording.tracks.count == 1)
        #expect(recording.problemCounts == ["chunks of a kind that is not known here are not used": 1])
    }

    @Test func aLengthThatIsTooLargeEndsTheRecording() throws {
        let recording = try read(clock(), [4, 0, 0, 0, 1, 0, 16, 0, 0, 0, 0, 0], track())
        #expect(recording.tracks.isEmpty)
        #expect(recording.problems.map(\.description) == ["bytes from the first chunk on that is damaged are not used"])
    }

    @Test func lossesThatDoNotFit() throws {
        let most: [UInt8] = [1] + [UInt8](repeating: 0xff, count: 9) + [1]
        let recording = try read(clock(), track(), chunk(.losses, most), chunk(.losses, most))
        #expect(recording.tracks[0].droppedRecords == .max)
    }

    @Test func problemsThatAreNotKnownHere() throws {
        let recording = try read(clock(), track(), chunk(.problems, [1, 1, 2, 250, 3]))
        #expect(
            recording.problemCounts == [
                "guests' records are of no known kind, and not used": 2,
                "problems with guests' records are of a kind that is not known here": 3,
            ])
    }

    /// Random payloads with checksums that are right: whatever they say, they are read, and so are their timelines.
    @Test(arguments: 0..<100 as Range<UInt64>) func randomPayloads(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var bytes = header() + clock() + track()
        for _ in 0..<50 {
            let kind = TraceStream.ChunkKind(rawValue: .random(in: 1...6, using: &random)) ?? .events
            let small = Bool.random(using: &random)
            let start = kind == .events ? [1] + little(0) : [1]
            let noise = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                UInt8.random(in: 0...(small ? 6 : 255), using: &random)
            }
            bytes += chunk(kind, start + noise)
        }
        let recording = try TraceRecording(bytes: bytes)
        for track in recording.tracks {
            let timeline = recording.timeline(of: track)
            #expect(timeline.slices.count <= track.events.count)
        }
    }
}
