import HostRuntime
import Logging

/// What the host functions of the tests throw.
struct HostFailure: Error, Equatable {
    let text: String
}

extension HostFunctions {
    /// All that `TestGuest` imports.
    static var forTests: HostFunctions {
        var functions = HostFunctions()
        functions.register("hostAdd") { (left: Int32, right: Int32) -> Int32 in left &+ right }
        functions.register("hostEcho") { (text: String) -> String in text }
        functions.register("hostBytes") { (bytes: [UInt8]) -> [UInt8] in bytes }
        functions.register("hostMake") { (count: UInt32) -> [UInt8] in [UInt8](repeating: 3, count: Int(count)) }
        functions.register("hostFail") { (text: String) -> Int32 in throw HostFailure(text: text) }
        functions.register("hostNothing") {}
        functions.register("hostAll") {
            (
                a: Int32, b: UInt32, c: Int64, d: UInt64, e: Float, f: Double, g: Bool, h: String, i: [UInt8]
            ) -> Double in
            let numbers = [Double(a), Double(b), Double(c), Double(d), Double(e), f]
            let others = (g ? 1 : 0) + h.utf8.count + i.count
            return numbers.reduce(0, +) + Double(others)
        }
        return functions
    }
}

extension Sandbox {
    /// A sandbox with `TestGuest`, which says nothing unless a logger is given.
    static func test(
        configuration: Configuration = Configuration(logger: .silent), hostFunctions: HostFunctions = .forTests
    ) throws -> Sandbox {
        try Sandbox(
            guest: .image(TestGuests.test.get()), configuration: configuration, hostFunctions: hostFunctions)
    }

    static func hostile() throws -> Sandbox {
        try Sandbox(guest: .image(TestGuests.hostile.get()), configuration: Configuration(logger: .silent))
    }
}

extension Logger {
    static let silent = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
}
