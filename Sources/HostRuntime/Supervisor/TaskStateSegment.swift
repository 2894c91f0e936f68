/// The 64-bit TSS with its I/O permission bitmap (Intel SDM volume 3A, section 8.7; volume 1, section 19.5.2).
struct TaskStateSegment: Equatable, Sendable {
    /// The stack that a change to ring 0 without an interrupt stack would use.
    var supervisorStack: UInt64
    /// IST1 to IST7; zero where unused.
    var interruptStacks: [UInt64]
    /// Ports that ring 3 may access, every one of the four byte ports of a 32-bit access listed.
    var allowedPorts: Set<UInt16>

    static let interruptStackCount = 7
    private static let bitmapOffset = 104
    /// Ports beyond the bitmap are refused, so it ends soon after the highest port in use.
    private static let bitmapPortCount = 256
    /// The processor reads two bytes at once, so a byte of ones follows the bitmap.
    static let encodedSize = bitmapOffset + bitmapPortCount / 8 + 1

    init(supervisorStack: UInt64, interruptStacks: [UInt64], allowedPorts: Set<UInt16>) {
        self.supervisorStack = supervisorStack
        self.interruptStacks = interruptStacks
        self.allowedPorts = allowedPorts
    }

    /// Ports of the bitmap's range alone can be allowed; the others stay refused.
    var encoded: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.bitmapOffset)
        bytes.store(supervisorStack, at: 4)
        for (index, stack) in interruptStacks.prefix(Self.interruptStackCount).enumerated() {
            bytes.store(stack, at: 36 + 8 * index)
        }
        bytes.store(UInt16(Self.bitmapOffset), at: 102)
        var bitmap = [UInt8](repeating: 0xff, count: Self.bitmapPortCount / 8 + 1)
        for port in allowedPorts where port < Self.bitmapPortCount {
            bitmap[Int(port / 8)] &= ~(1 << (port % 8))
        }
        return bytes + bitmap
    }

    /// Nil when the bytes are shorter than a TSS or place the bitmap elsewhere.
    init?(decoding bytes: [UInt8]) {
        guard bytes.count >= Self.encodedSize, bytes.load(UInt16.self, at: 102) == UInt16(Self.bitmapOffset) else {
            return nil
        }
        supervisorStack = bytes.load(UInt64.self, at: 4)
        interruptStacks = (0..<Self.interruptStackCount).map { bytes.load(UInt64.self, at: 36 + 8 * $0) }
        let bitmap = bytes[Self.bitmapOffset...]
        allowedPorts = Set(
            (0..<UInt16(Self.bitmapPortCount)).filter { port in
                bitmap[bitmap.startIndex + Int(port / 8)] & 1 << (port % 8) == 0
            })
    }
}

extension [UInt8] {
    /// Stores at a constant offset of a fixed-size structure.
    fileprivate mutating func store<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value, at offset: Int) {
        withUnsafeMutableBytes { $0.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Value.self) }
    }

    fileprivate func load<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type, at offset: Int) -> Value {
        withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: type)) }
    }
}
