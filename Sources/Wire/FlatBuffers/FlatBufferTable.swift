/// A typed view of a table, as generated from a schema.
public protocol FlatBufferTable: ~Escapable {
    /// Reads `table` as this type; what it holds is checked when it is read.
    @_lifetime(copy table)
    init(_ table: TableView)

    /// Checks every field of `table` and what they refer to.
    static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError)
}

/// A typed view of a table that can be the root of a message.
public protocol FlatBufferMessage: FlatBufferTable, ~Escapable {
    /// What a message with this root is marked with.
    static var fileIdentifier: FileIdentifier { get }
}

extension FlatBufferMessage where Self: ~Escapable {
    /// Reads a message; only its header and its root's vtable are checked now, the rest when it is read.
    @inlinable
    @_lifetime(copy message)
    public init(message: RawSpan) throws(WireError) {
        self.init(try TableView(rootOf: message, identifier: Self.fileIdentifier))
    }

    /// Checks a whole message, so that reading any part of it cannot throw as long as the bytes do not change.
    public static func verify(message: RawSpan, limits: Verifier.Limits = .init()) throws(WireError) {
        try Verifier.verify(message, as: Self.self, identifier: Self.fileIdentifier, limits: limits)
    }
}

/// A table whose type is not known: its fields can be read by slot, and verifying it checks nothing below its vtable.
extension TableView: FlatBufferTable {
    /// Copies the view.
    @inlinable
    @_lifetime(copy table)
    public init(_ table: TableView) { self = table }

    /// Checks nothing, since making the view has checked the vtable.
    public static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {}
}
