import Synchronization

@testable import HostRuntime

/// A sandbox's interrupt handle for host functions, which there are before the sandbox.
final class HandleBox: Sendable {
    private let handle = Mutex<InterruptHandle?>(nil)

    func set(_ sandbox: Sandbox) { handle.withLock { $0 = sandbox.interruptHandle } }

    @discardableResult
    func interrupt() -> Bool { handle.withLock { $0 }?.interrupt() ?? false }
}

extension Sandbox {
    /// A sandbox with `TestGuest` in which `hostEcho` ends the call that called it.
    static func interruptedByHostFunction() throws -> Sandbox {
        let box = HandleBox()
        var functions = HostFunctions.forTests
        functions.register("hostEcho") { (text: String) -> String in
            box.interrupt()
            return text
        }
        let sandbox = try Sandbox.test(hostFunctions: functions)
        box.set(sandbox)
        return sandbox
    }
}
