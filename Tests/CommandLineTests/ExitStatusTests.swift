import Testing

@testable import SwiftletCommand

struct ExitStatusTests {
    /// Programs rely on the numbers; `docs/command-line.md` lists them.
    @Test func numbersStay() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 64, 65, 66, 70, 73])
    }
}
