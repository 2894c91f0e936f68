/// The four characters after a message's root offset that tell what it holds.
public struct FileIdentifier: Equatable, Sendable {
    /// The characters as a little-endian word.
    public let code: UInt32

    /// Takes four ASCII characters.
    @inlinable
    public init(_ characters: StaticString) {
        precondition(characters.utf8CodeUnitCount == 4, "a file identifier has four ASCII characters")
        let start = UnsafeRawPointer(characters.utf8Start)
        code = UInt32(littleEndian: start.loadUnaligned(as: UInt32.self))
    }
}
