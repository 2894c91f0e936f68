/// The format of a recording; `docs/trace-format.md` describes it for those who write other readers.
package enum TraceStream {
    /// The first bytes. The line break shows a transfer that took the file for text.
    package static let magic: [UInt8] = Array("SWTRACE\n".utf8)
    package static let version: UInt32 = 1
    /// Magic and version.
    package static let headerSize = 12

    /// What comes before a chunk's payload: kind, length of the payload and checksum, four bytes each.
    package static let chunkHeaderSize = 12
    /// The longest payload, in bytes: a reader needs no more memory for one that a damaged length claims.
    package static let maximumPayload = 1 << 20
    /// The longest label or name, in bytes of UTF-8.
    package static let maximumName = 512
    /// The longest message of a log or of the host, in bytes of UTF-8.
    package static let maximumText = 1024
    package static let digestSize = 32

    package enum ChunkKind: UInt32 {
        case clock = 1
        case track = 2
        case sites = 3
        case events = 4
        case losses = 5
        case problems = 6
    }

    /// The low four bits of an event's first byte.
    package enum EventKind: UInt8 {
        case enter = 1
        case exit = 2
        case event = 3
        case counter = 4
        case argument = 5
        /// The high four bits are the level, and the message follows.
        case log = 6
    }

    /// The high four bits of an event's first byte.
    package enum ValueKind: UInt8 {
        case none = 0
        case signed = 1
        case unsigned = 2
        case float = 3
        case bool = 4
        case text = 5
    }

    package enum Side: UInt8 {
        case host = 0
        case guest = 1
    }

    /// The track of losses that belong to sandboxes which the recording had no room to name.
    package static let unnamedTrack: UInt32 = 0

    /// The index, in each track, of the site for all that do not resolve.
    package static let unknownSite: UInt32 = 0
}

/// What may be wrong with the records that a guest wrote. The raw values are part of the format.
package enum TraceRecordProblem: UInt8, CaseIterable, Sendable {
    case unknownKind = 1
    case unknownValueType = 2
    case missingValue = 3
    case unresolvedSite = 4
    case tooManySites = 5
    case timeBackwards = 6
    case timeOutsideRun = 7
    case cutRecord = 8
    case hostTimeBackwards = 9
    case orphanArgument = 10
    case implausibleCount = 11
}
