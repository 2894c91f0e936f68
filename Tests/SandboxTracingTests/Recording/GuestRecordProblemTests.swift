import HostRuntime
import SandboxTracing
import TestSupport
import Testing
import Wire

/// Whatever a guest writes: it is reported, and what is right is recorded.
struct GuestRecordProblemTests {
    private let image: SyntheticImage
    private let name: UInt64

    init() {
        var image = SyntheticImage()
        name = image.add("name")
        self.image = image
    }

    /// What is left of records, and what was reported.
    private func record(_ records: [SyntheticRecord], entered: UInt64 = 0, left: UInt64 = 1 << 40) throws -> (
        lines: [String], problems: [String: UInt64]
    ) {
        let trace = SyntheticTrace(image)
        trace.records(records, entered: entered, left: left)
        let recording = try trace.recording()
        return (recording.lines(), recording.problemCounts)
    }

    @Test(arguments: [0, 8, 9, 0x80, 255] as [UInt8]) func aKindThatIsNotKnown(kind: UInt8) throws {
        var record = SyntheticRecord(.event, name, at: 1)
        record.kind = kind
        let (lines, problems) = try self.record([record, SyntheticRecord(.event, name, at: 2)])
        #expect(lines == ["2 event name"])
        #expect(problems == ["guests' records are of no known kind, and not used": 1])
    }

    @Test(arguments: [5, 7, 8, 0x80, 255] as [UInt8]) func aTypeOfValueThatIsNotKnown(type: UInt8) throws {
        var record = SyntheticRecord(.event, name, at: 1)
        record.type = type
        let (lines, problems) = try self.record([record, SyntheticRecord(.event, name, at: 2)])
        #expect(lines == ["2 event name"])
        #expect(problems == ["guests' records have a value of no known type, and are not used": 1])
    }

    @Test func aCounterWithoutAValue() throws {
        let (lines, problems) = try record([SyntheticRecord(.counter, name, at: 1)])
        #expect(lines == [])
        #expect(problems == ["guests' records lack the value that their kind has, and are not used": 1])
    }

    @Test func argumentsOfARecordThatIsNotUsed() throws {
        var unknown = SyntheticRecord(.enter, name, at: 1)
        unknown.kind = 99
        let argument = SyntheticRecord(.argument, name, at: 1, type: .unsigned, value: 1)
        let (lines, problems) = try record([argument, unknown, argument, argument])
        #expect(lines == [])
        #expect(problems["captured values belong to a record that is not used or lost"] == 3)
    }

    @Test func argumentsAfterALoss() throws {
        let trace = SyntheticTrace(image)
        let argument = SyntheticRecord(.argument, name, at: 2, type: .unsigned, value: 1)
        trace.records([SyntheticRecord(.enter, name, at: 1)])
        trace.records([argument])
        trace.encoder.dropped(1)
        trace.records([argument])
        let recording = try trace.recording()
        #expect(recording.lines() == ["1 > name", "2 argument name unsigned(1)"])
        #expect(recording.problemCounts == ["captured values belong to a record that is not used or lost": 1])
    }

    @Test(arguments: [0, SyntheticImage.base - 1, SyntheticImage.base + 1000, 1 << 47] as [UInt64])
    func aNameThatTheImageDoesNotHave(address: UInt64) throws {
        let (lines, problems) = try record([SyntheticRecord(.event, address, at: 1)])
        #expect(lines == ["1 event unknown"])
        #expect(problems == ["guests' records name a trace point that the image does not have": 1])
    }

    @Test func aFileThatTheImageDoesNotHave() throws {
        let (lines, _) = try record([SyntheticRecord(.event, name, at: 1, file: 77)])
        #expect(lines == ["1 event unknown"])
    }

    @Test func timeThatGoesBack() throws {
        let (lines, problems) = try record([
            SyntheticRecord(.event, name, at: 50), SyntheticRecord(.event, name, at: 49),
            SyntheticRecord(.event, name, at: 51),
        ])
        #expect(lines == ["50 event name", "50 event name", "51 event name"])
        #expect(problems == ["guests' records are older than the one before: they count as later": 1])
    }

    @Test(arguments: [0, .max, 1 << 63, 900_000, 3_000_000] as [UInt64])
    func timeOutsideTheRun(time: UInt64) throws {
        let (lines, problems) = try record(
            [SyntheticRecord(.event, name, at: time)], entered: 1_000_000, left: 2_000_000)
        #expect(lines.count == 1)
        #expect(["1000000 event name", "2000000 event name"].contains(lines.first))
        let problem = "guests' records are from a time in which the guest did not run: their times are moved"
        #expect(problems == [problem: 1])
    }

    @Test(arguments: [999_000, 2_001_000] as [UInt64])
    func timeThatIsOutsideByWhatCountersDiffer(time: UInt64) throws {
        let (lines, problems) = try record(
            [SyntheticRecord(.event, name, at: time)], entered: 1_000_000, left: 2_000_000)
        #expect(lines == [time < 1_000_000 ? "1000000 event name" : "2000000 event name"])
        #expect(problems == [:])
    }

    @Test func aRunThatEndsBeforeItBegan() throws {
        let (lines, _) = try record([SyntheticRecord(.event, name, at: 5)], entered: 100, left: 50)
        #expect(lines == ["100 event name"])
    }

    @Test func aCutRecord() throws {
        let trace = SyntheticTrace(image)
        let start = trace.recorder.startCounter
        let words = SyntheticRecord(.event, name, at: 1).words(start) + [1, 2]
        words.withUnsafeBytes {
            trace.encoder.guestRecords($0, counterOffset: 0, entered: start, left: start + 100)
        }
        let recording = try trace.recording()
        #expect(recording.lines() == ["1 event name"])
        #expect(recording.problemCounts == ["guests' buffers ended within a record": 1])
    }

    @Test func aLogOfAnEarlierTime() throws {
        let trace = SyntheticTrace(image)
        trace.records([SyntheticRecord(.event, name, at: 10)])
        trace.log("late", at: 5)
        let recording = try trace.recording()
        #expect(recording.lines() == ["10 event name", "10 info: late"])
        #expect(recording.problemCounts == ["guests' records are older than the one before: they count as later": 1])
    }

    @Test func aHostWhoseCounterGoesBack() throws {
        let trace = SyntheticTrace(image)
        trace.begin(.call, at: 1_000_000, name: "f")
        trace.end(.call, at: 10)
        let recording = try trace.recording()
        #expect(recording.lines() == ["1000000 > call f", "1000000 < call f"])
        #expect(recording.problemCounts == ["the host's time-stamp counter went back": 1])
    }

    @Test func moreTracePointsThanAreToldApart() throws {
        let trace = SyntheticTrace(image)
        let count = 20_000
        trace.records(
            (0..<count).map { SyntheticRecord(.event, name, at: UInt64($0), file: 0, line: UInt64($0)) })
        let recording = try trace.recording()
        #expect(recording.tracks[0].events.count == count)
        #expect(recording.sites.count == 16_384 + 1)
        #expect(
            recording.problemCounts
                == ["guests' records are of more trace points than are told apart": UInt64(count - 16_384)])
    }

    @Test func namesThatDoNotResolveDoNotHideThoseThatDo() throws {
        let trace = SyntheticTrace(image)
        for round in 0..<100 as Range<UInt64> {
            // The good one comes first: then it is known, however many bad ones follow.
            trace.records(
                [SyntheticRecord(.event, name, at: round)]
                    + (0..<100).map { SyntheticRecord(.event, round * 100 + $0, at: round) })
            trace.records([SyntheticRecord(.event, name, at: round)])
        }
        let recording = try trace.recording()
        #expect(recording.lines().count { $0.hasSuffix("event name") } == 200)
        #expect(recording.problems.map(\.count) == [10_000])
        #expect(recording.sites.count == 2)
    }

    @Test func theImageIsAskedInVainOnlySoOftenForAnEntry() throws {
        let trace = SyntheticTrace(image)
        let bad = (0..<16 as Range<UInt64>).map { SyntheticRecord(.event, $0, at: $0) }
        trace.records(bad)
        // The same entry, in another part of the guest's buffer.
        trace.records([SyntheticRecord(.event, name, at: 20)])
        trace.records([SyntheticRecord(.event, name, at: 30)], entered: 25)
        let recording = try trace.recording()
        #expect(recording.lines().suffix(2) == ["20 event unknown", "30 event name"])
        #expect(recording.problems.map(\.count) == [17])
    }

    @Test(arguments: 0..<20 as Range<UInt64>) func randomRecordsAreRecordedOrReported(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let trace = SyntheticTrace(image)
        let start = trace.recorder.startCounter
        let words = (0..<4000).map { _ in random.next() & random.next() }
        words.withUnsafeBytes {
            trace.encoder.guestRecords(
                $0, counterOffset: Int64(truncatingIfNeeded: random.next()), entered: start, left: start + 5000)
        }
        let recording = try trace.recording()
        let dropped = recording.problems.filter { $0.description.contains("not used") }.reduce(0) { $0 + $1.count }
        #expect(UInt64(recording.tracks[0].events.count) + dropped == 1000)
        let times = recording.tracks[0].events.map(\.time)
        #expect(times == times.sorted())
        #expect(times.allSatisfy { $0 <= 5000 })
    }
}
