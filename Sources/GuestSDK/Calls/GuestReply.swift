public import CGuest
public import Wire

/// Writes how a guest function ended. `@GuestFunction` uses it; authors need not.
public enum GuestReply {
    /// The function returned `value`.
    public static func returning<Value: WireValue>(_ value: Value) -> swiftlet_reply {
        send { (output) throws(WireError) in try FunctionCallResultWriter.write(returning: value, into: output) }
    }

    /// The function returned nothing.
    public static func returningVoid() -> swiftlet_reply {
        send { (output) throws(WireError) in try FunctionCallResultWriter.writeVoid(into: output) }
    }

    /// The function threw `error`.
    public static func throwing<Failure: GuestFunctionError>(_ error: Failure) -> swiftlet_reply {
        let message = error.message
        return send { (output) throws(WireError) in
            try FunctionCallResultWriter.write(
                errorCode: error.code, message: message, hostErrorToken: error.hostErrorToken, into: output)
        }
    }

    @inline(__always)
    private static func send(
        _ write: (UnsafeMutableRawBufferPointer) throws(WireError) -> Range<Int>
    ) -> swiftlet_reply {
        Trace.enter("encode_result")
        defer {
            Trace.exit("encode_result")
            GuestDispatch.end()
        }
        StandardOutput.flush()
        let output = GuestRuntime.output
        do throws(WireError) {
            return reply(try write(output), in: output)
        } catch {
            return refuse(error, output)
        }
    }

    /// Tells the host that the result did not fit. An output buffer has at least a page, so this message does.
    private static func refuse(_ error: WireError, _ output: UnsafeMutableRawBufferPointer) -> swiftlet_reply {
        do throws(WireError) {
            let range = try FunctionCallResultWriter.write(
                errorCode: GuestErrorCode.resultTooLarge.rawValue,
                message:
                    "the result does not fit the output buffer (\(error.description)): give the sandbox a larger outputSize",
                into: output)
            return reply(range, in: output)
        } catch {
            fatalError("the output buffer is too small for any result")
        }
    }

    private static func reply(_ range: Range<Int>, in output: UnsafeMutableRawBufferPointer) -> swiftlet_reply {
        swiftlet_reply(
            address: UInt64(UInt(bitPattern: output.baseAddress)) + UInt64(range.lowerBound),
            length: UInt64(range.count))
    }
}
