import Testing

@testable import SwiftletCommand

struct ShortenedTextTests {
    @Test(arguments: [
        ("", ""), ("0123456789", "0123456789"), ("0123456789a", "0123…6789a"), ("🙂🙃🙂🙃🙂🙃🙂🙃🙂🙃🙂🙃", "🙂🙃🙂🙃…🙃🙂🙃🙂🙃"),
    ])
    func theEndsAreKept(_ text: String, _ shortened: String) {
        #expect(text.shortened(to: 10) == shortened)
    }
}
