extension Sandbox.Statistics {
    /// The host has written a message for the guest.
    @inline(__always)
    mutating func didWrite(_ message: GuestRange) {
        bytesIn &+= message.count.clamped(from: 0, to: .max)
    }

    /// The guest has handed out a message.
    @inline(__always)
    mutating func willRead(_ message: UnsafeRawBufferPointer) {
        bytesOut &+= UInt64(truncatingIfNeeded: message.count)
    }
}
