import Testing

@testable import TemplatesGuest

struct JSONParserTests {
    @Test(arguments: [
        ("null", JSONValue.null),
        (" true\r\n", .bool(true)),
        ("\tfalse", .bool(false)),
        ("0", .number("0")),
        ("-0.50E-07", .number("-0.50E-07")),
        ("[]", .array([])),
        ("[1 , [ ] , {}]", .array([.number("1"), .array([]), .object([:])])),
        (#"{"a": {"b": "c"}, "a": 1}"#, .object(["a": .number("1")])),
        (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")),
        (#""é\u00e9\u20AC\ud83d\ude00\uFFFF""#, .string("éé€😀\u{ffff}")),
    ])
    func readsWhatIsRight(text: String, value: JSONValue) throws {
        #expect(try JSONParser.parse(text) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "NaN", "'a'", "+1", "01", "1.", ".5", "1e", "-", "- 1", "0x1", "1 2", "١", "\u{feff}1",
        "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "]",
        "{", "{a: 1}", #"{"a"}"#, #"{"a" 1}"#, #"{"a": }"#, #"{"a": 1,}"#, #"{"a": 1 "b": 2}"#,
        #"""#, #""\x""#, #""\"#, #""\u12""#, #""\u12G4""#, #""\u+123""#, "\"\n\"", "\"\u{0}\"",
        #""\ud800""#, #""\ud800\n""#, #""\ud800\u0041""#, #""\udc00""#, #""\udc00\udc00""#,
    ])
    func refusesWhatIsWrong(text: String) {
        let error = #expect(throws: TemplateError.self) { try JSONParser.parse(text) }
        #expect(error?.code == 2)
    }

    @Test func errorsNameTheLine() {
        let error = #expect(throws: TemplateError.self) { try JSONParser.parse("{\n\"a\": 1,\n\"b\" 2}") }
        #expect(error?.message == "the data, line 3: the colon after \"b\" is missing")
    }
}
