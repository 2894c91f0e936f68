import GuestSDK
import TestGuestLibrary

@HostFunction func hostAdd(_ left: Int32, _ right: Int32) -> Int32
// sample: host-function
@HostFunction func hostEcho(_ text: String) throws(HostFunctionError) -> String
// end sample
@HostFunction func hostBytes(_ bytes: RawSpan) throws(HostFunctionError) -> [UInt8]
@HostFunction func hostMake(_ count: UInt32) throws(HostFunctionError) -> [UInt8]
@HostFunction func hostFail(_ text: String) throws(HostFunctionError) -> Int32
@HostFunction("hostFail") func hostFailUncaught(_ text: String) -> Int32
@HostFunction func hostNothing() throws(HostFunctionError)
@HostFunction func hostAll(
    _ a: Int32, _ b: UInt32, _ c: Int64, _ d: UInt64, _ e: Float, _ f: Double, _ g: Bool, _ h: String, _ i: [UInt8]
) throws(HostFunctionError) -> Double

@GuestFunction func add(_ left: Int32, _ right: Int32) -> Int32 { hostAdd(left, right) }

@GuestFunction func addFromLibrary(_ left: Int32, _ right: Int32) -> Int32 { hostAddFromLibrary(left, right) }

@GuestFunction func echoThroughHost(_ text: String) throws(HostFunctionError) -> String { try hostEcho(text) }

@GuestFunction func bytesThroughHost(_ data: RawSpan) throws(HostFunctionError) -> [UInt8] { try hostBytes(data) }

@GuestFunction func bytesFromHost(_ count: UInt32) throws(HostFunctionError) -> UInt64 {
    let bytes = try hostMake(count)
    return bytes.reduce(0) { $0 + UInt64($1) }
}

@GuestFunction
func allThroughHost(
    _ a: Int32, _ b: UInt32, _ c: Int64, _ d: UInt64, _ e: Float, _ f: Double, _ g: Bool, _ h: String, _ i: [UInt8]
) throws(HostFunctionError) -> Double {
    try hostNothing()
    return try hostAll(a, b, c, d, e, f, g, h, i)
}

/// Calls the host `count` times while its own argument is still in use.
@GuestFunction func callHostOften(_ count: Int32, _ data: RawSpan) -> UInt64 {
    var sum: UInt64 = 0
    for index in 0..<count { sum += UInt64(hostAdd(index, 1)) }
    for index in data.byteOffsets { sum += UInt64(data.unsafeLoad(fromByteOffset: index, as: UInt8.self)) }
    return sum
}

@GuestFunction func catchHostError(_ text: String) -> String {
    do throws(HostFunctionError) {
        return "returned \(try hostFail(text))"
    } catch {
        return "caught: \(error.message)"
    }
}

@GuestFunction func passHostErrorOn(_ text: String) throws(HostFunctionError) -> Int32 { try hostFail(text) }

@GuestFunction func ignoreHostError(_ text: String) -> Int32 { hostFailUncaught(text) }

/// Catches all but the last of `count` errors.
@GuestFunction func passLastErrorOn(_ count: Int32) throws(HostFunctionError) -> Int32 {
    for index in 1..<count {
        do throws(HostFunctionError) { _ = try hostFail("\(index)") } catch {}
    }
    return try hostFail("\(count)")
}

/// Fails twice, catches the first error, and passes the second one on.
@GuestFunction func passSecondErrorOn() throws(HostFunctionError) -> Int32 {
    do throws(HostFunctionError) { _ = try hostFail("first") } catch {}
    return try hostFail("second")
}
