import HostRuntime
import SandboxTracing
import Testing
import Wire

/// What is recorded is what is read.
struct RoundTripTests {
    @Test func aRecordOfEachKindComesBack() throws {
        var image = SyntheticImage()
        let name = image.add("parse(_:)")
        let trace = SyntheticTrace(image)
        trace.records(
            TraceRecord.Kind.allCases.enumerated().map { index, kind in
                SyntheticRecord(kind, name, at: UInt64(index) * 10, type: .unsigned, value: UInt64(index))
            })
        let recording = try trace.recording()
        #expect(
            recording.lines() == [
                "0 > parse(_:) unsigned(0)", "10 < parse(_:) unsigned(1)", "20 > parse(_:) unsigned(2)",
                "30 < parse(_:) unsigned(3)", "40 event parse(_:) unsigned(4)", "50 counter parse(_:) unsigned(5)",
                "60 argument parse(_:) unsigned(6)",
            ])
        #expect(recording.problems == [])
    }

    @Test(arguments: [
        (TraceRecord.ValueType.signed, UInt64(bitPattern: -1), TraceValue.signed(-1)),
        (.signed, 1 << 63, .signed(.min)), (.signed, .max >> 1, .signed(.max)), (.signed, 0, .signed(0)),
        (.unsigned, .max, .unsigned(.max)), (.unsigned, 127, .unsigned(127)), (.unsigned, 128, .unsigned(128)),
        (.float, (1.5).bitPattern, .float(1.5)), (.float, Double.infinity.bitPattern, .float(.infinity)),
        (.bool, 0, .bool(false)), (.bool, 1, .bool(true)), (.bool, 1 << 40, .bool(true)),
    ])
    func aValueOfEachTypeComesBack(type: TraceRecord.ValueType, bits: UInt64, value: TraceValue) throws {
        var image = SyntheticImage()
        let name = image.add("value")
        let trace = SyntheticTrace(image)
        trace.records([SyntheticRecord(.event, name, at: 1, type: type, value: bits)])
        #expect(try trace.recording().tracks[0].events.map(\.value) == [value])
    }

    @Test func aValueThatIsNoNumberKeepsItsBits() throws {
        var image = SyntheticImage()
        let name = image.add("value")
        let trace = SyntheticTrace(image)
        let bits = Double(nan: 0x1234, signaling: false).bitPattern
        trace.records([SyntheticRecord(.event, name, at: 1, type: .float, value: bits)])
        let value = try trace.recording().tracks[0].events[0].value
        guard case .float(let number) = value else { throw Unexpected(value: value) }
        #expect(number.bitPattern == bits)
    }

    private struct Unexpected: Error { let value: TraceValue? }

    @Test func theHostsStepsComeBackWithTheirNames() throws {
        let trace = SyntheticTrace()
        trace.begin(.call, at: 5, name: "greet")
        trace.begin(.run, at: 7)
        trace.encoder.event(.failure, at: trace.recorder.startCounter + 8, text: "aborted")
        trace.end(.run, at: 9)
        trace.end(.call, at: 11)
        let recording = try trace.recording()
        #expect(
            recording.lines() == [
                "5 > call greet", "7 > KVM_RUN", "8 event failure text(\"aborted\")", "9 < KVM_RUN", "11 < call greet",
            ])
        #expect(recording.tracks[0].events.allSatisfy { recording.sites[$0.site].side == .host })
    }

    @Test func anEndWithoutABeginningIsNotRecorded() throws {
        let trace = SyntheticTrace()
        trace.end(.call, at: 5)
        #expect(try trace.recording().lines() == [])
    }

    @Test func aSiteHasItsPlaceInTheSource() throws {
        var image = SyntheticImage()
        let name = image.add("work")
        let file = image.add("Guest/Work.swift")
        let trace = SyntheticTrace(image)
        trace.records([
            SyntheticRecord(.event, name, at: 1, file: file, line: 42),
            SyntheticRecord(.event, name, at: 2, file: file, line: 0xff_ffff),
            SyntheticRecord(.event, name, at: 3, file: file, line: 42),
        ])
        let recording = try trace.recording()
        let sites = recording.tracks[0].events.map { recording.sites[$0.site] }
        #expect(sites.map(\.name) == ["work", "work", "work"])
        #expect(sites.map(\.file) == Array(repeating: "Guest/Work.swift", count: 3))
        #expect(sites.map(\.line) == [42, 0xff_ffff, 42])
        #expect(sites.map(\.side) == [.guest, .guest, .guest])
        #expect(recording.tracks[0].events[0].site == recording.tracks[0].events[2].site)
    }

    @Test func theGuestsCounterBecomesTheHosts() throws {
        var image = SyntheticImage()
        let name = image.add("event")
        for offset: Int64 in [0, 1000, -1000, .max, .min] {
            let trace = SyntheticTrace(image)
            trace.records([SyntheticRecord(.event, name, at: 30)], offset: offset, entered: 20, left: 40)
            let recording = try trace.recording()
            #expect(recording.lines() == ["30 event event"])
            #expect(recording.problems == [])
        }
    }

    @Test func logsAreCutInFrontOfACharacter() throws {
        let trace = SyntheticTrace()
        trace.log("short", at: 1)
        trace.log(String(repeating: "a", count: 1023) + "é", at: 2)
        trace.log(String(repeating: "🙂", count: 1000), at: 3)
        let messages = try trace.recording().tracks[0].events.map { event in
            if case .log(_, let message) = event.kind { message } else { "" }
        }
        #expect(
            messages == ["short", String(repeating: "a", count: 1023), String(repeating: "🙂", count: 256)])
    }

    @Test(arguments: LogLevel.allCases) func everyLevelComesBack(level: LogLevel) throws {
        let trace = SyntheticTrace()
        trace.encoder.log(level: level, message: "m", at: trace.recorder.startCounter)
        #expect(try trace.recording().tracks[0].events.map(\.kind) == [.log(level: level, message: "m")])
    }

    @Test func aRecordingTellsOfItsClockAndItsTracks() throws {
        let recorder = TraceRecorder()
        let first = SyntheticTrace(recorder: recorder, label: "first")
        let second = SyntheticTrace(recorder: recorder, label: String(repeating: "long ", count: 1000))
        first.encoder.flush()
        second.encoder.flush()
        let recording = try TraceRecording(bytes: recorder.bytes())
        #expect(recording.clock.frequency == 1_000_000_000)
        #expect(recording.clock.source == .kernel)
        #expect(recording.clock.warnings == [])
        #expect(recording.clock.wallStart > 1_700_000_000_000_000_000)
        #expect(recording.tracks.map(\.number) == [1, 2])
        #expect(recording.tracks[0].label == "first")
        #expect(recording.tracks[1].label.utf8.count == 512)
        #expect(recording.tracks.map(\.imageDigest) == [SyntheticImage.digest, SyntheticImage.digest])
    }

    @Test func recordsOfManyChunksStayInOrder() throws {
        var image = SyntheticImage()
        let names = (0..<1000).map { image.add("trace point number \($0)") }
        let trace = SyntheticTrace(image)
        var time: UInt64 = 0
        for _ in 0..<200 {
            let records = (0..<1000).map { index in
                SyntheticRecord(.event, names[index], at: time + UInt64(index), type: .unsigned, value: UInt64(index))
            }
            trace.records(records, entered: time, left: time + 1000)
            time += 1000
        }
        let recording = try trace.recording()
        let events = recording.tracks[0].events
        #expect(events.map(\.time) == Array(0..<200_000))
        #expect(recording.problems == [])
        #expect(
            events.indices.allSatisfy { index in
                events[index].value == .unsigned(UInt64(index % 1000))
                    && recording.sites[events[index].site].name == "trace point number \(index % 1000)"
            })
    }

    @Test func lossesInTheGuestAreCounted() throws {
        let trace = SyntheticTrace()
        trace.encoder.dropped(3)
        trace.encoder.flush()
        trace.encoder.dropped(4)
        #expect(try trace.recording().tracks[0].droppedRecords == 7)
        #expect(trace.recorder.droppedRecords == 7)
    }
}
