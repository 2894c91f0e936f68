public import Wire

/// The arguments of the running call, read where the host wrote them.
///
/// `@GuestFunction` makes one; authors need not.
public struct GuestArguments: ~Escapable {
    private let call: FunctionCallView

    /// - Parameters:
    ///   - message: A `FunctionCall`, which stays where it is until the guest function returns.
    ///   - count: Its length in bytes.
    @_lifetime(immortal)
    public init(_ message: UnsafeRawPointer?, _ count: UInt64) {
        let bytes = UnsafeRawBufferPointer(start: message, count: Int(truncatingIfNeeded: count))
        do throws(WireError) {
            let span = _overrideLifetime(bytes.bytes, copying: ())
            call = try FunctionCallView(message: span)
        } catch {
            Self.fail(error)
        }
    }

    /// The argument at `index`, copied.
    public func value<Value: WireValue>(at index: Int, as type: Value.Type) -> Value {
        do throws(WireError) {
            return try Value(wireValue: call.parameter(at: index))
        } catch {
            Self.fail(error)
        }
    }

    /// The bytes of the argument at `index`, in place.
    @_lifetime(copy self)
    public func bytes(at index: Int) -> RawSpan {
        do throws(WireError) {
            return try call.parameter(at: index).bytes
        } catch {
            Self.fail(error)
        }
    }

    /// The host checks calls before it makes them, so this is a defect of the host.
    private static func fail(_ error: WireError) -> Never {
        var message = AbortMessage()
        message.append("the host made a call that cannot be read: ")
        message.append(error.description)
        GuestRuntime.abort(message, code: GuestErrorCode.malformedCall.rawValue)
    }
}
