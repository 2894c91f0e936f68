import Testing

@testable import SandboxTracing

@Suite("Time by function")
struct TraceFunctionTests {
    private func functions(
        _ slices: [TraceTimeline.Slice], _ others: [TraceTimeline.Slice] = [],
        sortedBy order: TraceFunction.Order = .selfTime
    ) -> [TraceFunction] {
        TraceReport(
            SampleTrace.recording, timelines: [TraceTimeline(slices: slices), TraceTimeline(slices: others)],
            filter: TraceFilter()
        ).functions(sortedBy: order)
    }

    @Test func sample() {
        let rows = SampleTrace.report().functions().map {
            "\($0.name.prefix(9)) \($0.side.shown) \($0.calls) \($0.incompleteCalls) \($0.total) \($0.selfTime) "
                + "\($0.median) \($0.percentile99) \($0.file ?? "-"):\($0.line)"
        }
        #expect(
            rows == [
                "</text><s guest 2 0 3599999999000 3599999998200 1000 3599999998000 <&>.swift:1",
                "KVM_RUN host 1 0 60659500 59099499 60659500 60659500 -:0",
                "hostPrint host 1 0 900000 900000 900000 900000 -:0",
                "greet(_:) guest 1 0 1560001 610000 1560001 1560001 Hello/main.swift:7",
                "call host 1 0 60713000 53500 60713000 60713000 -:0",
                "format guest 2 1 50001 50001 0 50001 Hello/main.swift:12",
                #"a;b c\n"d guest 2 0 600 500 400 600 -:0"#,
                #"\0\u{1B}[ guest 1 0 800 200 800 800 -:0"#,
                "ééééééééé guest 1 0 100 100 100 100 -:0",
            ])
    }

    /// A call in another one of the same function is no more time, also with others between them.
    @Test func recursionCountsOnce() {
        let rows = functions([
            SampleTrace.slice(.greet, 0, 100), SampleTrace.slice(.format, 10, 90, in: 0, depth: 1),
            SampleTrace.slice(.greet, 20, 80, in: 1, depth: 2), SampleTrace.slice(.greet, 30, 40, in: 2, depth: 3),
            SampleTrace.slice(.greet, 100, 105),
        ])
        #expect(rows.map(\.name) == ["greet(_:)", "format"])
        #expect(rows.map(\.calls) == [4, 1])
        #expect(rows.map(\.total) == [105, 80])
        #expect(rows.map(\.selfTime) == [85, 20])
    }

    @Test func sandboxesCountTogether() {
        let rows = functions([SampleTrace.slice(.greet, 0, 100)], [SampleTrace.slice(.greet, 50, 60)])
        #expect(rows.map(\.calls) == [2])
        #expect(rows.map(\.total) == [110])
    }

    @Test(arguments: [
        (1, 1, 1), (2, 1, 2), (3, 2, 3), (99, 50, 99), (100, 50, 99), (101, 51, 100), (200, 100, 198),
        (1000, 500, 990),
    ])
    func percentilesAreOfTheNearestRank(count: Int, median: UInt64, percentile99: UInt64) {
        // The durations 1 to count, the longest first.
        let rows = functions((0..<count).map { SampleTrace.slice(.greet, 1000, 1000 + UInt64(count - $0)) })
        #expect(rows.map(\.median) == [median])
        #expect(rows.map(\.percentile99) == [percentile99])
    }

    @Test(arguments: TraceFunction.Order.allCases)
    func orders(_ order: TraceFunction.Order) {
        let slices = [
            SampleTrace.slice(.greet, 0, 1000), SampleTrace.slice(.format, 0, 600, in: 0, depth: 1),
            SampleTrace.slice(.call, 0, 10, in: 0, depth: 1), SampleTrace.slice(.call, 10, 11, in: 0, depth: 1),
            SampleTrace.slice(.call, 11, 12, in: 0, depth: 1),
        ]
        let expected =
            switch order {
            case .selfTime: ["format", "greet(_:)", "call"]
            case .calls: ["call", "format", "greet(_:)"]
            case .total, .median, .percentile99: ["greet(_:)", "format", "call"]
            case .name: ["call", "format", "greet(_:)"]
            }
        #expect(functions(slices, sortedBy: order).map(\.name) == expected)
    }
}
