import Synchronization
import Testing
import Wire

@testable import HostRuntime

@Suite("What start code may do")
struct StartCodeTests {
    /// No call's message is in the input buffer yet, so that the answer has all of it.
    @Test func itCallsAHostFunction() throws {
        var buffer = [UInt8](repeating: 0, count: 256)
        let message = try buffer.withUnsafeMutableBytes { bytes in
            var writer = FunctionCallWriter(writingInto: bytes)
            return Array(bytes[try writer.finish(functionName: "called", expectedReturnType: .void)])
        }
        let output =
            SupervisorLayout.environment.rawValue
            + UInt64(try #require(MemoryLayout<EnvironmentBlock>.offset(of: \.output)))
        let code: [UInt8] =
            [0x48, 0x8b, 0x3c, 0x25] + bytes(UInt32(output))  // mov output, %rdi
            + [0x48, 0x8d, 0x35, 20, 0, 0, 0]  // lea 20(%rip), %rsi
            + [0xb9] + bytes(UInt32(message.count))  // mov $count, %ecx
            + [0x48, 0x89, 0xf8, 0x89, 0xca, 0xf3, 0xa4]  // mov %rdi, %rax; mov %ecx, %edx; rep movsb
            + [0x48, 0x89, 0xc7, 0x89, 0xd6]  // mov %rax, %rdi; mov %edx, %esi
            + [0xe7, UInt8(ExitPort.hostCall.rawValue), 0xc3]  // out %eax, $port; ret
        let count = Counter()
        var functions = HostFunctions()
        functions.register("called") { _ = count.value.add(1, ordering: .relaxed) }
        let sandbox = try Sandbox(
            guest: .image(RawGuest.image(code + message)), configuration: .init(logger: .silent),
            hostFunctions: functions)
        #expect(count.value.load(ordering: .relaxed) == 1)
        #expect(sandbox.statistics.hostCalls == 1)
    }

    private final class Counter: Sendable {
        let value = Atomic(0)
    }

    private func bytes(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
}
