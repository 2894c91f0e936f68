/// A fuzzer's input as a little program: steps take from its front what they need. There is always more: when the bytes
/// are used up, zeroes follow.
package final class Script {
    private var rest: ArraySlice<UInt8>

    /// Begins at the first of the bytes.
    package init(_ bytes: some Sequence<UInt8>) { rest = Array(bytes)[...] }

    /// Whether only zeroes follow.
    package var isOver: Bool { rest.isEmpty }

    /// Takes a byte.
    package func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// Takes two bytes, the low one first.
    package func short() -> UInt16 { UInt16(byte()) | UInt16(byte()) << 8 }

    /// Takes eight bytes, the lowest one first.
    package func word() -> UInt64 { (0..<8).reduce(0) { word, index in word | UInt64(byte()) << UInt64(8 * index) } }

    /// Takes as many bytes, without zeroes behind them.
    package func bytes(_ count: some BinaryInteger) -> [UInt8] {
        let bytes = rest.prefix(Int(count))
        rest = rest.dropFirst(bytes.count)
        return Array(bytes)
    }

    /// Takes a byte, and chooses by it.
    package func element<Choices: RandomAccessCollection>(of choices: Choices) -> Choices.Element {
        choices[choices.index(choices.startIndex, offsetBy: Int(byte()) % choices.count)]
    }
}
