import GuestTestSupport
import HostRuntime
import TestSupport

extension Sandbox {
    static func test(_ observer: any SandboxObserver, tracksDirtyPages: Bool = true) throws -> Sandbox {
        try Sandbox(
            guest: .image(TestGuest.image.get()),
            configuration: .init(
                tracksDirtyPages: tracksDirtyPages, logger: RecordedLog().logger(), observer: observer),
            hostFunctions: TestGuest.hostFunctions)
    }
}
