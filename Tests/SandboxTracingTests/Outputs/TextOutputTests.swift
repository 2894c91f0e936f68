import Testing

@testable import SandboxTracing

@Suite("Text of a trace")
struct TextOutputTests {
    @Test func twoSandboxes() {
        let long = String(repeating: "é", count: 128) + "…"
        #expect(
            SampleTrace.report().string(.text)
                == #"""
                SHA-256 of the image of sandbox 0 (hello) is 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
                SHA-256 of the image of sandbox 7 (\u{202E}evil) is abababababababababababababababababababababababababababababababab
                warning: the processor does not say that its counter is invariant
                problem: a torn chunk
                problem: sandbox 7 (\u{202E}evil): an exit of what was not entered\u{009B} (3 times)
                lost: 12 records of sandbox 7 (\u{202E}evil)

                sandbox 0 (hello)
                [338µs          ] > call (function: "greet \"World\"\u{1B}")
                [340.5µs        ]   > KVM_RUN
                [58.44ms        ]     > greet(_:) (count: -3, size: 18446744073709551615, ratio: nan, rate: -inf, share: 0.5, isLast: true, count: 4)
                [58.5ms         ]       > format
                [58.5ms         ]         ready
                [58.5ms         ]       < format
                [58.5ms         ]       progress = 40
                [58.5ms         ]       ratio = inf
                [59ms           ]       > hostPrint
                [59.9ms         ]       < hostPrint
                [59.94ms        ]       warning: low\n\u{07}"memory" 🙂
                [59.95ms        ]       > format
                [60.000001ms    ]       < format (its end was not recorded)
                [60.000001ms    ]     < greet(_:)
                [61ms           ]   < KVM_RUN
                [61.051ms       ] < call
                [61.051001ms    ] ready = false (attempt: 2)

                sandbox 7 (\u{202E}evil)
                [1ns            ] > </text><script>alert(1)</script>
                [101ns          ]   > \0\u{1B}[31m
                [201ns          ]     > a;b c\n"d"
                [301ns          ]       > a;b c\n"d"
                [401ns          ]         > LONG
                [501ns          ]         < LONG
                [701ns          ]       < a;b c\n"d"
                [801ns          ]     < a;b c\n"d"
                [901ns          ]   < \0\u{1B}[31m
                [1.001µs        ] < </text><script>alert(1)</script>
                [2µs            ] > </text><script>alert(1)</script>
                [3600s          ] < </text><script>alert(1)</script>

                """#.replacing("LONG", with: long))
    }

    /// The reference's times are nine characters wide.
    @Test func shortTraces() {
        let timeline = TraceTimeline(slices: [SampleTrace.slice(.call, 58_197, 58_440)])
        var recording = SampleTrace.recording
        recording.tracks.removeLast()
        recording.clock.warnings = []
        recording.problems = []
        let text = TraceReport(recording, timelines: [timeline], filter: TraceFilter()).string(.text)
        #expect(text.split(separator: "\n").dropFirst() == ["[58.197µs ] > call", "[58.44µs  ] < call"])
    }

    @Test(arguments: [
        (0, "0ns", "0ns", "0.000"), (999, "999ns", "999ns", "0.999"), (1000, "1µs", "1.000µs", "1.000"),
        (1010, "1.01µs", "1.010µs", "1.010"), (58_440_000, "58.44ms", "58.440ms", "58440.000"),
        (999_999_999, "999.999999ms", "999.999ms", "999999.999"),
        (60_000_000_001, "60.000000001s", "60.000s", "60000000.001"),
        (UInt64.max, "18446744073.709551615s", "18446744073.709s", "18446744073709551.615"),
    ])
    func times(_ time: UInt64, exact: String, short: String, microseconds: String) {
        #expect(TimeText.exact(time) == exact)
        #expect(TimeText.short(time) == short)
        #expect(TimeText.microseconds(time) == microseconds)
        #expect(TimeText.width(upTo: time) >= exact.count)
    }

    @Test func allTimesUpToTheLastAreNoWider() {
        for last in [9, 10, 999, 1000, 99_999, 1_000_000, 999_999_999, 1_000_000_000, 99_000_000_000] as [UInt64] {
            let width = TimeText.width(upTo: last)
            for time in [last, last - 1, 999, 999_999, 999_999_999, last / 10] where time <= last {
                #expect(TimeText.exact(time).count <= width)
            }
        }
    }
}
