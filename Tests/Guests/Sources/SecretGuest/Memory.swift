import CSecret
import GuestSDK

nonisolated(unsafe) var kept: [UInt8] = []
nonisolated(unsafe) var keptError: HostFunctionError?

@HostFunction func hostSecret() -> [UInt8]
@HostFunction func hostFail() throws(HostFunctionError)

@GuestFunction func fill(_ address: UInt64, _ count: UInt64, _ word: UInt64) { secret_fill(address, count, word) }

/// How often the complement of `inverted` stands in memory.
@GuestFunction func count(_ address: UInt64, _ count: UInt64, _ inverted: UInt64) -> UInt64 {
    secret_count(address, count, inverted)
}

@GuestFunction func keep(_ bytes: [UInt8]) { kept = bytes }

@GuestFunction func keptBytes() -> [UInt8] { kept }

/// Takes room from the heap, which nobody has written to, and returns what is there.
@GuestFunction func uninitialized(_ count: UInt32) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, initialized in initialized = buffer.count }
}

@GuestFunction func addressOfBlock(_ count: UInt32) -> UInt64 {
    let block = UnsafeMutableRawPointer.allocate(byteCount: Int(count), alignment: 16)
    defer { block.deallocate() }
    return UInt64(UInt(bitPattern: block))
}

@GuestFunction func twoArguments(_ first: RawSpan, _ second: RawSpan) -> UInt64 {
    UInt64(first.byteCount + second.byteCount)
}

@GuestFunction func reply(_ bytes: [UInt8]) -> [UInt8] { bytes }

@GuestFunction func fail(_ text: String) throws(GuestError) { throw GuestError(code: 1, text) }

@GuestFunction func giveUp(_ text: String) { fatalError(text) }

@GuestFunction func printAndTrap(_ text: String) {
    print(text, terminator: "")
    secret_plant(0, 0, way(secret_trap))
}

@GuestFunction func printLine(_ text: String) { print(text) }

/// Logs `text`, and puts a malformed length where the host looks for the first record's.
///
/// - Parameter length: Where it stands.
@GuestFunction func logAndDamage(_ text: String, _ length: UInt64) {
    Log.info(text)
    secret_fill(length, 8, 0)
    secret_plant(0, 0, way(secret_trap))
}

/// Receives a secret from the host, and gives up before it has done anything with it.
@GuestFunction func receiveAndTrap() {
    _ = hostSecret()
    secret_plant(0, 0, way(secret_trap))
}

/// Keeps an error of the host's for a later call.
@GuestFunction func catchHostError() {
    do throws(HostFunctionError) { try hostFail() } catch { keptError = error }
}

@GuestFunction func throwKeptError() throws(HostFunctionError) {
    if let keptError { throw keptError }
}

@GuestFunction func catchAndThrowHostError() throws(HostFunctionError) { try hostFail() }

private func way(_ exit: secret_exit) -> secret_way {
    var way = secret_way()
    way.exit = exit
    return way
}
