@testable import HostRuntime

/// The host functions that the guest calls. Some of them misbehave.
final class ScriptedHostFunctions: @unchecked Sendable {
    /// Whose host functions they are. One thread does everything.
    weak var sandbox: Sandbox?

    private struct HostFailure: Error, CustomStringConvertible {
        let description: String
    }

    var functions: HostFunctions {
        var functions = HostFunctions()
        functions.register("add") { (left: Int32, right: Int32) -> Int32 in left &+ right }
        functions.register("echo") { (text: String) -> String in text }
        functions.register("fail") { (text: String) in throw HostFailure(description: text) }
        // More than fits, too.
        functions.register("make") { (count: UInt32) -> [UInt8] in [UInt8](repeating: 7, count: Int(count % 16_384)) }
        functions.register("reenter") { [self] (isCall: Bool) -> Bool in try reenter(isCall) }
        return functions
    }

    private func reenter(_ isCall: Bool) throws -> Bool {
        guard let sandbox else { return false }
        if isCall {
            try sandbox.call("nothing")
        } else {
            _ = try sandbox.snapshot()
        }
        preconditionFailure("a host function was let into its sandbox")
    }
}
