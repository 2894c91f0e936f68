/// The layout of a trace record, which trace points of a guest write and the host reads.
///
/// Four words: the time-stamp counter, the site, a value, the place. All of it is the guest's word.
package enum TraceRecord {
    /// In bytes.
    package static let size = 32
    package static let counterOffset = 0
    /// The address of the trace point's name in bits 0 to 47, the raw value of a ``ValueType`` in bits 48 to 55, and of a
    /// ``Kind`` in bits 56 to 63.
    package static let siteOffset = 8
    package static let valueOffset = 16
    /// The address of the source file's name in bits 0 to 39, and the line in bits 40 to 63.
    package static let placeOffset = 24

    package static let nameBits = 48
    package static let valueTypeShift = 48
    package static let kindShift = 56
    package static let fileBits = 40
    package static let lineShift = 40

    /// What happened at the trace point.
    package enum Kind: UInt8, CaseIterable, Sendable {
        /// A function began.
        case enter = 1
        /// A function ended, in whatever way.
        case exit = 2
        /// A block began.
        case begin = 3
        /// A block ended, in whatever way.
        case end = 4
        /// Something happened.
        case event = 5
        /// A quantity has this value from now on.
        case counter = 6
        /// The value, under its name, of something that belongs to the record before: captured by a function that began.
        case argument = 7
    }

    /// How the value's 64 bits are to be read.
    package enum ValueType: UInt8, CaseIterable, Sendable {
        /// There is no value.
        case none = 0
        case signed = 1
        case unsigned = 2
        /// IEEE 754, binary64.
        case float = 3
        case bool = 4
    }
}

/// The layout of the buffer that trace records wait in: a header, then a power of two of records.
package enum TraceRing {
    /// In bytes; as long as a record, so that all of them are aligned.
    package static let headerSize = TraceRecord.size
    /// The first word counts the records written since the host emptied the buffer. Record `n` is at index `n` modulo the
    /// capacity. The count is raised after the record is complete.
    package static let countOffset = 0
}
