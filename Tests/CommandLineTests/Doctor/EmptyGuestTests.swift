import HostRuntime
import Testing

@testable import SwiftletCommand

@Suite("The doctor's guest")
struct EmptyGuestTests {
    @Test func isAnImageLikeAnyOther() throws {
        let inspection = try ImageInspection(bytes: EmptyGuest.image())
        let image = try inspection.image.get()
        #expect(image.functions.map(\.description) == ["nothing()"])
        #expect(image.hostFunctions == [])
        #expect(inspection.segments.map(\.permissions) == [[.read, .execute], [.read, .write]])
    }

    @Test func canBeCalled() throws {
        let sandbox = try Sandbox(guest: .bytes(EmptyGuest.image()))
        for _ in 0..<3 { try sandbox.call(EmptyGuest.function) }
        // The start code and three calls, each with one way in and one way out.
        #expect(sandbox.statistics.entries == 4)
        #expect(sandbox.statistics.hostCalls == 0)
    }
}
