public import CGuest

/// Where a call of one guest function enters: address and length of the `FunctionCall`, in; its result, out.
public typealias GuestFunctionEntry = @convention(c) (UnsafeRawPointer?, UInt64) -> swiftlet_reply

/// What `@GuestFunction` puts into the image for each function. Wire's `FunctionRecord` has the layout.
public typealias GuestFunctionRecord = (
    UInt16, UInt8, UInt8, UInt8, UInt8, UInt16, InlineArray<64, UInt8>, InlineArray<32, UInt8>, GuestFunctionEntry
)

/// What `@HostFunction` puts into the image for each function; the last word is zero.
public typealias HostFunctionRecord = (
    UInt16, UInt8, UInt8, UInt8, UInt8, UInt16, InlineArray<64, UInt8>, InlineArray<32, UInt8>, UInt64
)
