import GuestTestSupport
import HostRuntime
import Logging

extension TestGuest {
    /// Taken once for the whole run.
    static let snapshot = Result { () throws -> Snapshot in
        try Sandbox(guest: .image(image.get()), configuration: .init(logger: .silent), hostFunctions: hostFunctions)
            .snapshot()
    }
}

extension Logger {
    static let silent = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
}
