import Testing

@testable import SwiftletCommand

@Suite("Times on the command line")
struct NanosecondsTests {
    @Test(arguments: [
        ("0ns", 0), ("500ns", 500), ("10us", 10_000), ("10 µs", 10_000), ("10μs", 10_000), ("2ms", 2_000_000),
        ("3s", 3_000_000_000), ("18446744073709551615ns", UInt64.max),
    ])
    func times(_ text: String, _ count: UInt64) throws {
        #expect(try Nanoseconds(argument: text).count == count)
    }

    @Test(arguments: [
        "", "10", "us", "-1us", "1.5us", "10 m", "10us ", "18446744073709551616ns", "18446744074s", "٣us",
    ])
    func noTimes(_ text: String) {
        #expect(throws: (any Error).self) { try Nanoseconds(argument: text) }
    }
}
