@testable import HostRuntime

// Tests are on both sides: what a guest would say they make up, and so they may calculate with it.

extension GuestNumber {
    /// The ends of what 64 bits hold, and of what the host's `Int` does.
    static let boundaries: [UInt64] = [
        0, 1, 2, 7, 8, 255, 256, 1 << 31, 1 << 63 - 2, 1 << 63 - 1, 1 << 63, 1 << 63 + 1, .max - 1, .max,
    ]
}

extension GuestAddress {
    var rawValue: UInt64 { rawBits }
}

extension Int {
    init(_ number: GuestNumber) { self = Int(number.rawBits) }
}

extension GuestRange {
    init?(start: UInt64, count: UInt64) {
        self.init(start: GuestAddress(rawBits: start), count: GuestNumber(count))
    }

    var byteCount: UInt64 { count.rawBits }
}

extension SandboxLayout {
    func region(at address: UInt64) -> Region? { region(at: GuestAddress(rawBits: address)) }
}

extension UnsafeGuestMemory {
    func load<Value: BitwiseCopyable>(_ address: UInt64, as type: Value.Type) -> Value? {
        load(GuestAddress(rawBits: address), as: type)
    }

    func store<Value: BitwiseCopyable>(_ value: Value, at address: UInt64) -> Bool {
        store(value, at: GuestAddress(rawBits: address))
    }
}
