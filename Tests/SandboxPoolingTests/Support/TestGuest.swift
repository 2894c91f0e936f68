import Glibc
import HostRuntime
import Logging
import SystemPackage

/// `TestGuest`, as the tests of the runtime use it, and a snapshot of it. `make test` builds the guest.
enum TestGuest {
    /// Taken once for the whole run.
    static let snapshot = Result { () throws -> Snapshot in
        try Sandbox(
            guest: .file(folder.appending("TestGuest")), configuration: .init(logger: .silent),
            hostFunctions: hostFunctions
        ).snapshot()
    }

    /// All that the guest imports. The tests of pools call none of them.
    static let hostFunctions = {
        var functions = HostFunctions()
        functions.register("hostAdd") { (_: Int32, _: Int32) -> Int32 in 0 }
        functions.register("hostEcho") { (_: String) -> String in "" }
        functions.register("hostBytes") { (_: [UInt8]) -> [UInt8] in [] }
        functions.register("hostMake") { (_: UInt32) -> [UInt8] in [] }
        functions.register("hostFail") { (_: String) -> Int32 in 0 }
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

extension Logger {
    static let silent = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
}
