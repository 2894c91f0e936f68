import Testing
import Wire

@Suite("Wire errors")
struct WireErrorTests {
    @Test(arguments: [
        (WireError.malformed(.invalidUTF8, offset: 12), "malformed message: invalid UTF-8 at byte 12"),
        (
            .bufferTooSmall(needed: 24, capacity: 16),
            "the message does not fit: at least 24 bytes are needed, the buffer holds 16"
        ),
        (.tooManyParameters(limit: 32), "a call takes at most 32 parameters"),
        (.indexOutOfRange(index: 3, count: 2), "there is no element 3 in a vector of 2"),
        (.valueTypeMismatch(expected: .int32, found: .string), "expected a value of type int32, found string"),
    ])
    func descriptionsSayWhatAndWhere(error: WireError, description: String) {
        #expect(error.description == description)
    }
}
