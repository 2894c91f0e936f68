import Testing
import Wire

@testable import HostRuntime

/// Log buffers of any content, when the guest asks the host to read them.
@Suite("Hostile acts: log buffers")
struct LogBufferTests {
    private static let flush = MachineCode.out(UInt8(ExitPort.logFlush.rawValue))

    private static func act(_ name: String, _ log: [UInt8], _ end: ActEnd) -> Act {
        Act(name, flush, log: log, [end])
    }

    /// The test of the test: there is nothing to read.
    @Test func anEmptyLog() throws {
        let contained = try ContainedSandbox([Self.flush])
        try contained.commit(Self.act("empty", [UInt8](repeating: 0, count: 8), .returns))
    }

    @Test func lengthsThatCannotBe() throws {
        let contained = try ContainedSandbox([Self.flush])
        for used in [1, 7, 8, 16, 24, 1 << 20, 1 << 63, .max, .max - 7] as [UInt64] {
            try contained.commit(
                Self.act("0x\(String(used, radix: 16)) bytes used", MachineCode.bytes(used), .violation))
        }
    }

    @Test func recordsThatCannotBe() throws {
        let contained = try ContainedSandbox([Self.flush])
        let size = Int(contained.layout.log.count)
        for length in [0, 1, 8, 16, 1 << 20, 1 << 63, .max, .max - 7] as [UInt64] {
            let log =
                MachineCode.bytes(UInt64(64)) + [UInt8](repeating: 0, count: size - 16) + MachineCode.bytes(length)
            try contained.commit(Self.act("a record of 0x\(String(length, radix: 16)) bytes", log, .violation))
        }
    }
}
