import GuestTestSupport
import HostRuntime
import TestSupport

extension Sandbox {
    static func test(_ observer: any SandboxObserver) throws -> Sandbox {
        try Sandbox(
            guest: .image(TestGuest.image.get()),
            configuration: .init(logger: RecordedLog().logger(), observer: observer),
            hostFunctions: TestGuest.hostFunctions)
    }
}
