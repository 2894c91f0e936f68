/// A table of a message, read in place.
///
/// The bytes may be hostile: every access is checked against the bounds of the message and of the table, and throws
/// instead of trapping. The header of the vtable is read and checked once, when the view is made.
///
/// Fields are addressed by slot, the number that the schema's field has in declaration order (or by its `id`).
public struct TableView: ~Escapable {
    /// The message that the table is part of.
    public let message: RawSpan
    /// Where the table starts in the message.
    public let position: Int
    /// The size of the table without what it refers to.
    public let size: Int
    @usableFromInline let vtable: Int
    @usableFromInline let vtableSize: Int

    /// Views the table at a position of a message.
    @inlinable
    @_lifetime(copy message)
    public init(message: RawSpan, position: Int) throws(WireError) {
        guard position >= 0 else { throw .malformed(.outOfBounds, offset: position) }
        let vtable = position - Int(try message.scalar(at: position, as: Int32.self))
        guard vtable >= 0 else { throw .malformed(.outOfBounds, offset: position) }
        let vtableSize = Int(try message.scalar(at: vtable, as: UInt16.self))
        let size = Int(try message.scalar(at: vtable + 2, as: UInt16.self))
        guard vtableSize >= 4, vtableSize % 2 == 0, size >= 4 else { throw .malformed(.badVTable, offset: vtable) }
        guard vtableSize <= message.byteCount - vtable else { throw .malformed(.outOfBounds, offset: vtable) }
        guard size <= message.byteCount - position else { throw .malformed(.outOfBounds, offset: position) }
        self.message = message
        self.position = position
        self.size = size
        self.vtable = vtable
        self.vtableSize = vtableSize
    }

    /// Views the root table of a message.
    ///
    /// - Parameters:
    ///   - message: The whole message, from its first byte on.
    ///   - identifier: The file identifier that the message must carry; nil accepts any and none.
    @inlinable
    @_lifetime(copy message)
    public init(rootOf message: RawSpan, identifier: FileIdentifier? = nil) throws(WireError) {
        guard message.byteCount <= Int(Int32.max) else { throw .malformed(.messageTooLong, offset: 0) }
        guard message.byteCount >= 8 else { throw .malformed(.messageTooShort, offset: 0) }
        if let identifier, try message.scalar(at: 4, as: UInt32.self) != identifier.code {
            throw .malformed(.wrongFileIdentifier, offset: 4)
        }
        try self.init(message: message, position: message.target(ofOffsetAt: 0))
    }

    /// Where a field of `size` bytes starts in the message, or nil if the field is absent.
    @inlinable @inline(__always)
    func fieldPosition(_ slot: Int, size fieldSize: Int) throws(WireError) -> Int? {
        let entry = 4 + 2 * slot
        guard entry < vtableSize else { return nil }
        let offset = Int(try message.scalar(at: vtable + entry, as: UInt16.self))
        guard offset != 0 else { return nil }
        guard offset >= 4, fieldSize <= size - offset else {
            throw .malformed(.fieldOutsideTable, offset: vtable + entry)
        }
        return position + offset
    }

    /// Where the thing starts that an offset field refers to, or nil if the field is absent.
    @inlinable @inline(__always)
    func target(_ slot: Int) throws(WireError) -> Int? {
        guard let field = try fieldPosition(slot, size: 4) else { return nil }
        return try message.target(ofOffsetAt: field)
    }

    /// The error for a required field that is absent.
    @inlinable
    public var missingField: WireError { .malformed(.missingField, offset: position) }
}
