import Testing

@testable import SandboxTracing

@Suite("Chrome trace of a recording")
struct ChromeTraceTests {
    @Test func twoSandboxes() {
        let long = String(repeating: "é", count: 128) + "…"
        let digest = String(repeating: "ab", count: 32)
        #expect(
            SampleTrace.report().string(.chrome)
                == #"""
                {"displayTimeUnit":"ns","otherData":{"clockFrequency":2400000000,"wallStartNanoseconds":"1790000000123456789","images":["SHA-256 of the image of sandbox 0 (hello) is 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f","SHA-256 of the image of sandbox 7 (\\u{202E}evil) is DIGEST"],"warnings":["warning: the processor does not say that its counter is invariant","problem: a torn chunk","problem: sandbox 7 (\\u{202E}evil): an exit of what was not entered\\u{009B} (3 times)","lost: 12 records of sandbox 7 (\\u{202E}evil)"]},"traceEvents":[
                {"ph":"M","name":"process_name","pid":1,"tid":1,"args":{"name":"sandbox 0 (hello) 00010203"}},
                {"ph":"M","name":"process_labels","pid":1,"tid":1,"args":{"labels":"SHA-256 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"}},
                {"ph":"M","name":"process_sort_index","pid":1,"tid":1,"args":{"sort_index":0}},
                {"ph":"M","name":"thread_name","pid":1,"tid":1,"args":{"name":"host and guest"}},
                {"ph":"X","name":"call","cat":"host","pid":1,"tid":1,"ts":338.000,"dur":60713.000,"args":{"arguments":{"function":"greet \"World\"\\u{1B}"}}},
                {"ph":"X","name":"KVM_RUN","cat":"host","pid":1,"tid":1,"ts":340.500,"dur":60659.500,"args":{}},
                {"ph":"X","name":"greet(_:)","cat":"guest","pid":1,"tid":1,"ts":58440.000,"dur":1560.001,"args":{"source":"Hello/main.swift:7","arguments":{"count":[-3,4],"size":18446744073709551615,"ratio":"nan","rate":"-inf","share":0.5,"isLast":true}}},
                {"ph":"X","name":"format","cat":"guest","pid":1,"tid":1,"ts":58500.000,"dur":0.000,"args":{"source":"Hello/main.swift:12"}},
                {"ph":"X","name":"hostPrint","cat":"host","pid":1,"tid":1,"ts":59000.000,"dur":900.000,"args":{}},
                {"ph":"X","name":"format","cat":"guest","pid":1,"tid":1,"ts":59950.000,"dur":50.001,"args":{"source":"Hello/main.swift:12","incomplete":true}},
                {"ph":"i","name":"ready","cat":"guest","pid":1,"tid":1,"ts":58500.000,"s":"t","args":{}},
                {"ph":"C","name":"progress","cat":"guest","pid":1,"tid":1,"ts":58500.000,"args":{"value":40}},
                {"ph":"i","name":"ratio","cat":"guest","pid":1,"tid":1,"ts":58500.000,"s":"t","args":{"value":"inf"}},
                {"ph":"i","name":"log","cat":"guest","pid":1,"tid":1,"ts":59940.000,"s":"t","args":{"level":"warning","message":"low\\n\\u{07}\"memory\" 🙂"}},
                {"ph":"i","name":"ready","cat":"guest","pid":1,"tid":1,"ts":61051.001,"s":"t","args":{"value":false,"arguments":{"attempt":2}}},
                {"ph":"M","name":"process_name","pid":8,"tid":1,"args":{"name":"sandbox 7 (\\u{202E}evil) abababab"}},
                {"ph":"M","name":"process_labels","pid":8,"tid":1,"args":{"labels":"SHA-256 DIGEST"}},
                {"ph":"M","name":"process_sort_index","pid":8,"tid":1,"args":{"sort_index":7}},
                {"ph":"M","name":"thread_name","pid":8,"tid":1,"args":{"name":"host and guest"}},
                {"ph":"X","name":"</text><script>alert(1)</script>","cat":"guest","pid":8,"tid":1,"ts":0.001,"dur":1.000,"args":{"source":"<&>.swift:1"}},
                {"ph":"X","name":"\\0\\u{1B}[31m","cat":"guest","pid":8,"tid":1,"ts":0.101,"dur":0.800,"args":{}},
                {"ph":"X","name":"a;b c\\n\"d\"","cat":"guest","pid":8,"tid":1,"ts":0.201,"dur":0.600,"args":{}},
                {"ph":"X","name":"a;b c\\n\"d\"","cat":"guest","pid":8,"tid":1,"ts":0.301,"dur":0.400,"args":{}},
                {"ph":"X","name":"LONG","cat":"guest","pid":8,"tid":1,"ts":0.401,"dur":0.100,"args":{}},
                {"ph":"X","name":"</text><script>alert(1)</script>","cat":"guest","pid":8,"tid":1,"ts":2.000,"dur":3599999998.000,"args":{"source":"<&>.swift:1"}}
                ]}

                """#.replacing("LONG", with: long).replacing("DIGEST", with: digest))
    }

    @Test(arguments: [
        ("", #""""#), ("a\"b\\c/", #""a\"b\\c/""#), ("\u{0}\u{1B}\n\u{7F}\u{9B}", #""\u0000\u001b\u000a\u007f\u009b""#),
        ("Grüße 🙂", #""Grüße 🙂""#), ("\u{2028}\u{202E}\u{FFFE}", #""\u2028\u202e\ufffe""#),
        ("\u{10FFFF}", #""\udbff\udfff""#), ("e\u{301}", "\"e\u{301}\""),
    ])
    func strings(_ text: String, _ json: String) {
        var writer = JSONWriter()
        writer.string(text)
        #expect(writer.text == json)
    }

    @Test func nestedValues() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("none")
            writer.array { _ in }
            writer.key("some")
            writer.array { writer in
                writer.object { _ in }
                for value in [.signed(.min), .float(.leastNonzeroMagnitude), .float(1e300), .float(-0.0), .text("x")]
                    as [TraceValue]
                {
                    writer.value(value)
                }
            }
            writer.key("last")
            writer.literal(false)
        }
        #expect(
            writer.text
                == #"{"none":[],"some":[{},-9223372036854775808,5e-324,1e+300,-0.0,"x"],"last":false}"#)
    }
}
