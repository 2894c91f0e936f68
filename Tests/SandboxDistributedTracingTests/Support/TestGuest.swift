import Glibc
import HostRuntime
import SystemPackage
import TestSupport

/// `TestGuest`, as the tests of the runtime use it. `make test` builds it.
enum TestGuest {
    /// Loaded once for the whole run.
    static let image = Result { try GuestImage(contentsOf: folder.appending("TestGuest")) }

    private struct HostFailure: Error {}

    /// All that the guest imports.
    static let hostFunctions = {
        var functions = HostFunctions()
        functions.register("hostAdd") { (left: Int32, right: Int32) -> Int32 in left &+ right }
        functions.register("hostEcho") { (text: String) -> String in text }
        functions.register("hostBytes") { (bytes: [UInt8]) -> [UInt8] in bytes }
        functions.register("hostMake") { (_: UInt32) -> [UInt8] in [] }
        functions.register("hostFail") { (_: String) -> Int32 in throw HostFailure() }
        functions.register("hostNothing") {}
        functions.register("hostAll") {
            (
                _: Int32, _: UInt32, _: Int64, _: UInt64, _: Float, _: Double, _: Bool, _: String, _: [UInt8]
            ) -> Double in 0
        }
        return functions
    }()

    private static let folder: FilePath = {
        if let path = getenv("SWIFTLET_GUESTS") { return FilePath(String(cString: path)) }
        let root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
            .removingLastComponent()
        return root.appending(".build").appending("x86_64-unknown-none-elf").appending("debug")
    }()
}

extension Sandbox {
    /// A sandbox with `TestGuest`, in which `hostAdd` does as it is told.
    static func test(hostAdd: @escaping @Sendable (Int32, Int32) -> Int32 = { $0 &+ $1 }) throws -> Sandbox {
        var functions = TestGuest.hostFunctions
        functions.register("hostAdd") { (left: Int32, right: Int32) -> Int32 in hostAdd(left, right) }
        return try Sandbox(
            guest: .image(TestGuest.image.get()), configuration: .init(logger: RecordedLog().logger()),
            hostFunctions: functions)
    }
}
