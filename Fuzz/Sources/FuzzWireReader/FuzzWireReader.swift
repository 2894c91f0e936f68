@testable import HostRuntime

/// Reads a message of any bytes: neither the verifier nor a reader traps or leaves the message, and what the verifier
/// has passed can be read in full.
///
/// The first byte says which message it is, the rest is the message. Its file identifier is put right, since it is
/// checked before all else.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzWireReader(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    guard let first = input.first else { return 0 }
    let kind = MessageKind.allCases[Int(first) % MessageKind.allCases.count]
    // In memory of its own, which the address sanitizer fences, and aligned as messages are.
    let message = UnsafeMutableRawBufferPointer.allocate(byteCount: count - 1, alignment: 8)
    defer { message.deallocate() }
    message.copyBytes(from: input.dropFirst())
    if let identifier = kind.identifier, message.count >= 8 {
        message.storeBytes(of: identifier.code.littleEndian, toByteOffset: 4, as: UInt32.self)
    }
    check(UnsafeRawBufferPointer(message), kind)
    return 0
}

private func check(_ message: UnsafeRawBufferPointer, _ kind: MessageKind) {
    let verification = Result { () throws(WireError) in try kind.verify(message.bytes) }
    let reading = Result { () throws(WireError) in try kind.read(message) }
    if case (.success, .failure(let error)) = (verification, reading) {
        preconditionFailure("the verifier has passed what cannot be read: \(error)")
    }
    if kind == .functionCall { Answering.check(message, isVerified: (try? verification.get()) != nil) }
}
