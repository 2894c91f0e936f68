internal import FuzzSupport

@testable import HostRuntime

/// Messages as a well-meaning guest writes them.
enum ScriptedMessage {
    /// A result, an error or a call.
    static func bytes(by script: Script) -> [UInt8] {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 2048, alignment: 8)
        defer { room.deallocate() }
        do throws(WireError) {
            return Array(room[try write(by: script, into: room)])
        } catch {
            preconditionFailure("no room for a message: \(error)")
        }
    }

    private static func write(
        by script: Script, into room: UnsafeMutableRawBufferPointer
    ) throws(WireError) -> Range<Int> {
        switch script.byte() % 8 {
        case 0: return try FunctionCallResultWriter.writeVoid(into: room)
        case 1: return try FunctionCallResultWriter.write(returning: Double(script.byte()), into: room)
        case 2: return try FunctionCallResultWriter.write(returning: text(script), into: room)
        case 3: return try FunctionCallResultWriter.write(returning: script.bytes(script.byte()), into: room)
        case 4:
            let code =
                script.byte() % 4 == 0 ? script.word() : GuestErrorCode.malformedCall.rawValue + UInt64(script.byte())
            return try FunctionCallResultWriter.write(
                errorCode: code, message: text(script), hostErrorToken: UInt32(script.byte() % 4), into: room)
        case 5:
            var builder = FlatBufferBuilder(writingInto: room)
            let message = try builder.appendString(text(script))
            let error = try builder.appendGuestError(
                code: UInt64(script.byte()), message: message, hostErrorToken: UInt32(script.byte() % 4))
            return try builder.finish(root: error)
        default:
            var writer = FunctionCallWriter(writingInto: room)
            let function = script.element(of: SmallImageFunction.imports)
            for type in function.parameters { try append(type, by: script, to: &writer) }
            if script.byte() % 8 == 1 { try writer.append(true) }
            return try writer.finish(functionName: function.name, expectedReturnType: function.result)
        }
    }

    private static func append(
        _ type: ValueType, by script: Script, to writer: inout FunctionCallWriter
    ) throws(WireError) {
        switch type {
        case .int32: try writer.append(Int32(truncatingIfNeeded: script.word()))
        case .uint32: try writer.append(UInt32(script.short()))
        case .bool: try writer.append(script.byte() % 2 == 0)
        default: try writer.append(text(script))
        }
    }

    /// One record of the log.
    static func logRecord(by script: Script) -> [UInt8] {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 2048, alignment: 8)
        defer { room.deallocate() }
        do throws(WireError) {
            var builder = FlatBufferBuilder(writingInto: room)
            let message = try builder.appendString(text(script))
            let source = script.byte() % 2 == 0 ? nil : try builder.appendString("source")
            let record = try builder.appendGuestLogData(
                message: message, source: source, level: script.element(of: LogLevel.allCases),
                line: UInt32(script.byte()), counter: script.byte() % 2 == 0 ? 0 : TimeStampCounter.read())
            return Array(room[try builder.finish(root: record, identifier: GuestLogDataView.fileIdentifier)])
        } catch {
            preconditionFailure("no room for a log record: \(error)")
        }
    }

    private static func text(_ script: Script) -> String {
        String(decoding: script.bytes(script.byte()), as: UTF8.self)
    }
}
