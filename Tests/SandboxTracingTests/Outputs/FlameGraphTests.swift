import HostRuntime
import Testing

@testable import SandboxTracing

@Suite("Flame graphs")
struct FlameGraphTests {
    @Test func foldedStacks() {
        let long = String(repeating: "é", count: 128) + "…"
        #expect(
            SampleTrace.report().string(.folded)
                == #"""
                guest </text><script>alert(1)</script> 3599999998200
                guest </text><script>alert(1)</script>;guest \0\u{1B}[31m 200
                guest </text><script>alert(1)</script>;guest \0\u{1B}[31m;guest a:b c\n"d" 200
                guest </text><script>alert(1)</script>;guest \0\u{1B}[31m;guest a:b c\n"d";guest a:b c\n"d" 300
                guest </text><script>alert(1)</script>;guest \0\u{1B}[31m;guest a:b c\n"d";guest a:b c\n"d";guest LONG 100
                host call 53500
                host call;host KVM_RUN 59099499
                host call;host KVM_RUN;guest greet(_:) 610000
                host call;host KVM_RUN;guest greet(_:);guest format 50001
                host call;host KVM_RUN;guest greet(_:);host hostPrint 900000

                """#.replacing("LONG", with: long))
    }

    @Test func framesOfOneSandbox() throws {
        var filter = TraceFilter()
        filter.tracks = [0]
        let lines = SampleTrace.report(filter).string(.flameGraph).split(separator: "\n")
        let first = try #require(lines.firstIndex { $0.hasPrefix("<g") })
        let end = try #require(lines.firstIndex { $0.hasPrefix("<script>") })
        #expect(
            lines[first..<end].joined(separator: "\n") == """
                <g class="frame"><title>all
                60.713ms</title><rect x="10.000" y="128" width="1180.000" height="15" fill="hsl(0,0%,82%)"/><text x="13.000" y="140">all</text></g>
                <g class="frame"><title>call
                host, 60.713ms, of it 53.5µs alone, 100.0 %, calls: 1</title><rect x="10.000" y="112" width="1180.000" height="15" fill="hsl(190,55%,72%)"/><text x="13.000" y="124">call</text></g>
                <g class="frame"><title>KVM_RUN
                host, 60.6595ms, of it 59.099499ms alone, 99.9 %, calls: 1</title><rect x="10.000" y="96" width="1178.960" height="15" fill="hsl(198,55%,71%)"/><text x="13.000" y="108">KVM_RUN</text></g>
                <g class="frame"><title>greet(_:)
                guest, 1.560001ms, of it 610µs alone, 2.5 %, calls: 1</title><rect x="10.000" y="80" width="30.319" height="15" fill="hsl(49,85%,72%)"/><text x="13.000" y="92">g..</text></g>
                <g class="frame"><title>format
                guest, 50.001µs, of it 50.001µs alone, 0.0 %, calls: 2</title><rect x="10.000" y="64" width="0.971" height="15" fill="hsl(28,85%,68%)"/></g>
                <g class="frame"><title>hostPrint
                host, 900µs, of it 900µs alone, 1.4 %, calls: 1</title><rect x="10.971" y="64" width="17.492" height="15" fill="hsl(219,55%,72%)"/></g>
                """)
        #expect(lines.contains(#"<text id="heading" x="10" y="24">Time in sandbox 0 (hello)</text>"#))
    }

    /// Only the program's own script is a script, and no control character gets in.
    @Test func hostileNames() {
        var filter = TraceFilter()
        filter.tracks = [7]
        var timeline = SampleTrace.timelines[1]
        timeline.slices[0].end = 1001
        timeline.slices.removeLast()
        let svg = TraceReport(SampleTrace.recording, timelines: [TraceTimeline(), timeline], filter: filter)
            .string(.flameGraph)
        #expect(svg.contains("<title>&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;\n"))
        #expect(svg.contains(">&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;</text>"))
        #expect(svg.contains(#"<title>\0\u{1B}[31m"#))
        #expect(svg.ranges(of: "<script>").count == 1)
        #expect(svg.ranges(of: "</script>").count == 1)
        #expect(svg.ranges(of: "]]>").count == 1)
        #expect(svg.unicodeScalars.allSatisfy { $0.isPrintable || $0 == "\n" })
    }

    @Test func nothing() {
        let report = TraceReport(
            SampleTrace.recording, timelines: [TraceTimeline(), TraceTimeline()], filter: TraceFilter())
        #expect(report.string(.folded) == "")
        #expect(report.string(.flameGraph).ranges(of: #"class="frame""#).count == 1)
    }

    private func layout(_ slices: [TraceTimeline.Slice], width: Int) -> FlameGraphLayout {
        let timelines = [TraceTimeline(slices: slices), TraceTimeline()]
        let report = TraceReport(SampleTrace.recording, timelines: timelines, filter: TraceFilter())
        return FlameGraphLayout(CallTree(report), width: width)
    }

    @Test func framesAreAsWideAsTheirTime() {
        let layout = layout(
            [
                SampleTrace.slice(.call, 0, 600), SampleTrace.slice(.run, 0, 100, in: 0, depth: 1),
                SampleTrace.slice(.greet, 100, 300, in: 0, depth: 1),
                SampleTrace.slice(.run, 400, 500, in: 0, depth: 1),
                SampleTrace.slice(.call, 600, 1000),
            ], width: 1_000_000)
        #expect(
            layout.frames == [
                .init(node: nil, level: 0, left: 0, width: 1_000_000),
                .init(node: 0, level: 1, left: 0, width: 1_000_000),
                .init(node: 1, level: 2, left: 0, width: 200_000),
                .init(node: 2, level: 2, left: 200_000, width: 200_000),
            ])
        #expect(layout.levels == 3)
    }

    @Test func narrowFramesAreLeftOut() {
        let layout = layout(
            [SampleTrace.slice(.call, 0, 9_999), SampleTrace.slice(.run, 9_999, 10_000)], width: 999_000)
        #expect(layout.frames.map(\.level) == [0, 1])
    }

    @Test func timesThatHaveNoSum() {
        let layout = layout([SampleTrace.slice(.call, 0, .max), SampleTrace.slice(.run, 0, .max)], width: 1_000_000)
        #expect(layout.frames.map(\.width) == [1_000_000, 1_000_000])
    }

    /// A guest decides how deep its calls are.
    @Test func deepStacksEndSomewhere() {
        let depth = 10_000
        let slices = (0..<depth).map {
            SampleTrace.slice(.greet, UInt64($0), UInt64(2 * depth - $0), in: $0 == 0 ? nil : $0 - 1, depth: $0)
        }
        let report = TraceReport(
            SampleTrace.recording, timelines: [TraceTimeline(slices: slices), TraceTimeline()], filter: TraceFilter())
        let tree = CallTree(report)
        #expect(tree.nodes.count == CallTree.depthLimit)
        #expect(tree.total == UInt64(2 * depth))
        #expect(tree.nodes.reduce(0) { $0 + $1.own } == tree.total)
    }

    @Test func manyFramesAreTooMany() throws {
        // Seven functions at each of five levels are 7 + 49 + … + 16807 stacks of visible width.
        var slices: [TraceTimeline.Slice] = []
        func add(_ start: UInt64, _ duration: UInt64, in parent: Int?, depth: Int) {
            for (index, site) in SampleTrace.Site.allCases.prefix(7).enumerated() {
                let start = start + UInt64(index) * duration
                slices.append(SampleTrace.slice(site, start, start + duration, in: parent, depth: depth))
                if depth < 5 { add(start, duration / 7, in: slices.count - 1, depth: depth + 1) }
            }
        }
        add(0, 7 * 7 * 7 * 7 * 7 * 7, in: nil, depth: 0)
        let layout = layout(slices, width: 1_000_000_000)
        #expect(layout.frames.count == 20_000)
        // Every frame stands on another: on the one below that came last.
        var latest: [Int: FlameGraphLayout.Frame] = [:]
        for frame in layout.frames {
            if frame.level > 0 {
                let below = try #require(latest[frame.level - 1])
                #expect(below.left <= frame.left && below.left + below.width >= frame.left + frame.width)
            }
            latest[frame.level] = frame
        }
    }

    @Test(arguments: [
        ("greet", 100_000, "greet"), ("greet", 42_500, "greet"), ("greet", 42_499, "gr.."), ("greet", 20_000, ""),
        ("ab漢字", 6000 + 6 * 7300, "ab漢字"), ("ab漢字", 6000 + 5 * 7300, "ab.."), ("漢字", 6000 + 3 * 7300, ".."),
    ])
    func labels(_ name: String, width: Int, label: String) {
        #expect(FlameGraphStyle.label(name, width: width) == label)
    }
}
