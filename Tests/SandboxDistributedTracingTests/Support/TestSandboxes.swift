import GuestTestSupport
import HostRuntime
import TestSupport

extension Sandbox {
    /// A sandbox with `TestGuest`, in which `hostAdd` does as it is told.
    static func test(hostAdd: @escaping @Sendable (Int32, Int32) -> Int32 = { $0 &+ $1 }) throws -> Sandbox {
        var functions = TestGuest.hostFunctions
        functions.register("hostAdd") { (left: Int32, right: Int32) -> Int32 in hostAdd(left, right) }
        return try Sandbox(
            guest: .image(TestGuest.image.get()), configuration: .init(logger: RecordedLog().logger()),
            hostFunctions: functions)
    }

    /// A sandbox with `TracedGuest`, with its trace points.
    static func traced() throws -> Sandbox {
        try Sandbox(
            guest: .image(TracedGuest.image.get()), configuration: .init(logger: RecordedLog().logger()),
            hostFunctions: TracedGuest.hostFunctions)
    }
}
