import GuestSDK

/// The host prints the message and says how many bytes it had.
@HostFunction
func hostPrint(_ message: String) -> Int32

@GuestFunction
func sayHello(_ name: String) throws(GuestError) -> String {
    guard !name.isEmpty else { throw GuestError(code: 1, "whom should I greet?") }
    let count = hostPrint("Hello, \(name), from inside a micro-VM!")
    Log.info("the host printed \(count) bytes")
    return "I greeted \(name)."
}

/// `RawSpan` reads the caller's bytes where they are: nothing is copied.
@GuestFunction
func checksum(_ data: RawSpan) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in data.byteOffsets {
        hash = (hash ^ UInt64(data.unsafeLoad(fromByteOffset: index, as: UInt8.self))) &* 0x100_0000_01b3
    }
    return hash
}
