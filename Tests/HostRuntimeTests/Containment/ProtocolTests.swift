import Testing
import Wire

@testable import HostRuntime

@Suite("Guests that break the protocol")
struct ProtocolTests {
    private func violation(
        sourceLocation: SourceLocation = #_sourceLocation, _ call: (Sandbox, SandboxLayout) throws -> Void
    ) throws -> SandboxError {
        let sandbox = try Sandbox.hostile()
        let layout = try #require(sandbox.resources).layout
        let error = try expectError(.protocolViolation, sourceLocation: sourceLocation) { try call(sandbox, layout) }
        #expect(sandbox.poisonedBy?.code == .protocolViolation, sourceLocation: sourceLocation)
        #expect(try Sandbox.hostile().call("harmless") == Int32(1), sourceLocation: sourceLocation)
        return error
    }

    /// What `out` takes to leave by a port: the return port is for the entry code's own OUT alone.
    private func exit(_ port: ExitPort) -> UInt64 {
        port == .callReturn ? EntryCode.returnExit.rawValue : UInt64(port.rawValue)
    }

    /// Only the host's entry code ends calls. It is a plain OUT, so it cannot be one that is still at work when the sandbox
    /// is restored.
    @Test func aForgedReturn() throws {
        let error = try violation { sandbox, layout in
            try sandbox.call(
                "out", UInt64(ExitPort.callReturn.rawValue), layout.output.start.rawValue, UInt64(64))
        }
        #expect(error.message.contains("return port itself"))
    }

    @Test(
        arguments: [ExitPort.callReturn, .hostCall, .abort],
        [
            (UInt64(0), UInt64(64)), (0, 0), (.max, 1), (1 << 63, 1 << 63), (0x1_0000, 4096), (8, .max),
        ])
    func messagesOutsideTheOutputBuffer(_ port: ExitPort, _ words: (UInt64, UInt64)) throws {
        let error = try violation { sandbox, _ in
            try sandbox.call("out", exit(port), words.0, words.1)
        }
        #expect(error.message.contains("output buffer"))
    }

    @Test(arguments: [ExitPort.callReturn, .hostCall, .abort])
    func messagesThatLeaveTheOutputBuffer(_ port: ExitPort) throws {
        _ = try violation { sandbox, layout in
            let end = layout.output.end.rawValue
            try sandbox.call("out", exit(port), end - 8, UInt64(9))
        }
        _ = try violation { sandbox, layout in
            let start = layout.output.start.rawValue
            try sandbox.call("out", exit(port), start - 1, UInt64(64))
        }
    }

    @Test(arguments: [ExitPort.callReturn, .hostCall, .abort], [UInt8(0), 1, 0x7f, 0x80, 0xff])
    func garbageInTheOutputBuffer(_ port: ExitPort, _ byte: UInt8) throws {
        for count in [0, 1, 7, 8, 64, 4096] {
            _ = try violation { sandbox, layout in
                let start = layout.output.start.rawValue
                try sandbox.call(
                    "fillAndOut", start, [UInt8](repeating: byte, count: 4096), exit(port), start,
                    UInt64(count))
            }
        }
    }

    /// A well-formed message of the wrong kind, or with the wrong value.
    @Test func aResultOfAnotherType() throws {
        var buffer = [UInt8](repeating: 0, count: 256)
        let message = try buffer.withUnsafeMutableBytes { bytes in
            Array(bytes[try FunctionCallResultWriter.write(returning: Int32(1), into: bytes)])
        }
        let error = try violation { sandbox, layout in
            let start = layout.output.start.rawValue
            try sandbox.call(
                "fillAndOut", start, message, exit(.callReturn), start, UInt64(message.count))
        }
        #expect(error.message.contains("malformed result"))
    }

    @Test func aHostFunctionThatDoesNotExist() throws {
        var buffer = [UInt8](repeating: 0, count: 256)
        let message = try buffer.withUnsafeMutableBytes { bytes in
            var writer = FunctionCallWriter(writingInto: bytes)
            return Array(bytes[try writer.finish(functionName: "absent", expectedReturnType: .void)])
        }
        let sandbox = try Sandbox.hostile()
        let start = try #require(sandbox.resources).layout.output.start.rawValue
        // The answer is an error that this guest ignores; the host goes on.
        try sandbox.call(
            "fillAndOut", start, message, exit(.hostCall), start, UInt64(message.count))
        #expect(sandbox.statistics.hostCalls == 1)
        #expect(sandbox.poisonedBy == nil)
    }

    @Test func readyIsOutOfTurnDuringACall() throws {
        let error = try violation { sandbox, _ in
            try sandbox.call("out", exit(.ready), UInt64(0), UInt64(0))
        }
        #expect(error.message.contains("out of turn"))
    }

    @Test func accessesOfAnotherWidth() throws {
        let error = try violation { sandbox, _ in
            try sandbox.call("out8", UInt32(ExitPort.callReturn.rawValue))
        }
        #expect(error.message.contains("1 bytes"))
    }

    @Test func readsFromAPort() throws {
        let error = try violation { sandbox, _ in
            try sandbox.call("input", UInt32(ExitPort.callReturn.rawValue))
        }
        #expect(error.message.contains("read from port"))
    }

    @Test func stringInput() throws {
        let error = try violation { sandbox, layout in
            try sandbox.call("stringIn", UInt32(ExitPort.callReturn.rawValue), layout.heap.start.rawValue, UInt64(4))
        }
        #expect(error.message.contains("read from port"))
    }

    /// A hypervisor may present each word of a string output as an OUT of its own, or all of them at once. Either way
    /// it is only the guest that gets confused.
    @Test(arguments: [ExitPort.callReturn, .hostCall, .logFlush, .abort, .ready])
    func stringOutput(_ port: ExitPort) throws {
        let sandbox = try Sandbox.hostile()
        let address = try #require(sandbox.resources).layout.heap.start.rawValue
        #expect(throws: SandboxError.self) {
            try sandbox.call("stringOut", UInt32(port.rawValue), address, UInt64(4))
        }
        #expect(sandbox.poisonedBy != nil)
        #expect(try Sandbox.hostile().call("harmless") == Int32(1))
    }

    @Test(arguments: [UInt64(1), 7, 8, 16, 24, 1 << 20, .max, .max - 7])
    func garbageInTheLogBuffer(_ used: UInt64) throws {
        _ = try violation { sandbox, layout in
            let start = layout.log.start.rawValue
            try sandbox.call(
                "fillAndOut", start, withUnsafeBytes(of: used) { Array($0) }, exit(.logFlush),
                UInt64(0), UInt64(0))
        }
    }

    @Test(arguments: [UInt64(0), 1, 8, 16, 1 << 20, .max, .max - 7])
    func garbageInALogRecord(_ length: UInt64) throws {
        _ = try violation { sandbox, layout in
            let start = layout.log.start.rawValue
            let size = Int(layout.log.count)
            var content = [UInt8](repeating: 0, count: size)
            content.withUnsafeMutableBytes {
                $0.storeBytes(of: UInt64(64), as: UInt64.self)
                $0.storeBytes(of: length, toByteOffset: size - 8, as: UInt64.self)
            }
            try sandbox.call(
                "fillAndOut", start, content, exit(.logFlush), UInt64(0), UInt64(0))
        }
    }
}
