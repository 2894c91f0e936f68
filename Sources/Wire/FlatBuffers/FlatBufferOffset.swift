/// Where a finished part of a message lies, counted back from the end of the message.
@frozen
public struct FlatBufferOffset: Equatable, Sendable, BitwiseCopyable {
    @usableFromInline let distanceFromEnd: UInt32

    @inlinable
    init(distanceFromEnd: UInt32) { self.distanceFromEnd = distanceFromEnd }
}
