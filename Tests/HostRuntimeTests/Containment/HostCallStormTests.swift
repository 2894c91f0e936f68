import Testing
import Wire

@testable import HostRuntime

/// Guests that do nothing but call the host.
@Suite("Hostile acts: storms of host calls")
struct HostCallStormTests {
    /// An exit takes a millisecond on an emulated machine.
    private static let count: UInt64 = 1500

    /// Calls the host with the message in the first two parameters, as often as the third says.
    private static let code: [UInt8] = {
        let loop: [UInt8] =
            MachineCode.wordsFromParameters + MachineCode.out(UInt8(ExitPort.hostCall.rawValue))
            + [0x49, 0xff, 0xcc]  // dec %r12
        // mov (parameter), %r12; and back while it is not zero.
        return [0x4c, 0x8b, 0x63, 0x10] + loop + [0x75, UInt8(truncatingIfNeeded: -loop.count - 2)]
    }()

    private static var hostFunctions: HostFunctions {
        var functions = HostFunctions()
        functions.register("nothing") {}
        functions.register("failing") { () throws -> Void in
            throw HostFailure(text: String(repeating: "x", count: 4096))
        }
        return functions
    }

    /// The host answers each of them, and keeps little of what its functions threw.
    @Test(arguments: ["nothing", "failing", "absent"])
    func areAnswered(_ function: String) throws {
        let contained = try ContainedSandbox([Self.code], hostFunctions: Self.hostFunctions)
        var buffer = [UInt8](repeating: 0, count: 256)
        let message = try buffer.withUnsafeMutableBytes { bytes in
            var writer = FunctionCallWriter(writingInto: bytes)
            return Array(bytes[try writer.finish(functionName: function, expectedReturnType: .void)])
        }
        let before = contained.sandbox.statistics.hostCalls
        try contained.commit(
            Act(
                function, Self.code,
                parameters: [contained.layout.output.start.rawValue, UInt64(message.count), Self.count],
                output: message,
                [.returns]))
        #expect(UInt64(contained.sandbox.statistics.hostCalls - before) == Self.count)
    }
}
