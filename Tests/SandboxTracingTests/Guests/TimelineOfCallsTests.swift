import GuestTestSupport
import HostRuntime
import Logging
import SandboxTracing
import Testing

/// Host and guest on one timeline.
@Suite("The timeline of calls")
struct TimelineOfCallsTests {
    /// The shape of the text, without times.
    private func text(_ recording: TraceRecording) -> [String] {
        TraceReport(recording).string(.text).split(separator: "\n").filter { $0.hasPrefix("[") }.compactMap { line in
            line.firstIndex(of: "]").map { String(line[line.index($0, offsetBy: 2)...]) }
        }
    }

    @Test("A new sandbox, and a call with a host function") func shape() throws {
        let traced = try TracedSandbox()
        let answer: Int32 = try traced.sandbox.call("hostCall", Int32(1))
        #expect(answer == 2)
        #expect(
            text(try traced.recording()) == [
                "> boot", "  > load_gdt", "  < load_gdt", "  > load_idt", "  < load_idt", "< boot",
                "> start", "  > KVM_RUN", "    > entrypoint", "      > main", "      < main", "    < entrypoint",
                "    halt", "  < KVM_RUN", "< start",
                "> call hostCall", "  > KVM_RUN", "    > dispatch_function",
                "      > decode_arguments", "      < decode_arguments",
                "      > hostCall", "        > hostCall(_:)", "          > ask", "            > hostTick",
                "              > encode_arguments", "              < encode_arguments",
                "              > out32",
                "                > host function hostTick", "                < host function hostTick",
                "              < out32",
                "              > decode_result", "              < decode_result",
                "            < hostTick", "          < ask", "          answered = 2", "        < hostCall(_:)",
                "      < hostCall",
                "      > encode_result", "      < encode_result", "    < dispatch_function", "    halt",
                "  < KVM_RUN", "< call hostCall",
            ])
    }

    @Test("Each slice lies within the one around it, and times go forward") func nesting() throws {
        let traced = try TracedSandbox(traceSize: .kibibytes(4))
        let clean = try traced.sandbox.snapshot()
        for _ in 0..<5 {
            let _: Int32 = try traced.sandbox.call("hostCall", Int32(1), thenRestoringTo: clean)
            try traced.sandbox.call("repeatEvents", UInt32(1000))
        }
        let recording = try traced.recording()
        #expect(recording.problems.isEmpty)
        let timeline = recording.timeline(of: recording.tracks[0])
        #expect(timeline.problems.isEmpty)
        for slice in timeline.slices {
            #expect(slice.start <= slice.end)
            guard let parent = slice.parent.map({ timeline.slices[$0] }) else { continue }
            #expect(parent.start <= slice.start && slice.end <= parent.end)
            #expect(slice.depth == parent.depth + 1)
        }
        func count(_ name: String) -> Int { timeline.slices.count { recording.sites[$0.site].name == name } }
        #expect(count("restore") == 5)
        #expect(count("snapshot") == 1)
        #expect(count("exit trace buffer") == Int(traced.sandbox.statistics.traceFlushes))
        #expect(recording.clock.frequency > 0)
        // Without a guest there is no time: a boot and eleven calls take some.
        #expect(timeline.slices.contains { $0.end > $0.start })
    }

    @Test("What the guest logs is among its records") func logs() throws {
        let image = try TracedGuest.image.get()
        let traced = try TracedSandbox(image: image)
        traced.sandbox.logLevel = .info
        try traced.sandbox.call("logs")
        let events = try traced.guestEvents()
        let start = try #require(events.firstIndex(of: "before"))
        #expect(events[start..<start + 4] == ["before", "warning: between", "info: printed", "after"])
    }

    @Test("Sandboxes of one recorder have a track each, also clones") func tracks() throws {
        let traced = try TracedSandbox()
        let snapshot = try traced.sandbox.snapshot()
        let clone = try Sandbox(
            from: snapshot, hostFunctions: TracedGuest.hostFunctions, logger: TracedGuest.logger,
            tracing: .init(to: traced.recorder, label: "clone"))
        try clone.call("nothing")
        try clone.close()
        let recording = try traced.recording()
        #expect(recording.tracks.map(\.label) == ["guest", "clone"])
        #expect(recording.tracks[0].imageDigest == recording.tracks[1].imageDigest)
        let names = recording.tracks[1].events.map { $0.notation(recording.sites) }
        #expect(names.starts(with: ["+boot", "+load_gdt", "-load_gdt", "+load_idt", "-load_idt", "-boot", "+restore"]))
        #expect(names.contains("+nothing()"))
    }

    @Test("Another image than the recorded one is refused") func otherImage() throws {
        let recording = try TracedSandbox().recording()
        try recording.checkImage(TracedGuest.image.get())
        let error = #expect(throws: TraceError.self) { try recording.checkImage(TracedGuest.plainImage.get()) }
        #expect(error?.code == .imageMismatch)
    }

    @Test("Source positions") func positions() throws {
        let traced = try TracedSandbox()
        try traced.sandbox.call("nothing")
        let site = try #require(try traced.recording().sites.first { $0.name == "nothing()" })
        #expect(site.file == "TracedGuest/Returns.swift")
        #expect(site.line > 1)
    }
}
