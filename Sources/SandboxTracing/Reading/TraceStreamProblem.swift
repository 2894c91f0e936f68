internal import HostRuntime

/// What may be wrong with a recording as such.
enum TraceStreamProblem: UInt8 {
    case cutEnd
    case damagedChunk
    case unknownChunk
    case malformedChunk
    case noClock
    case secondClock
    case repeatedTrack
    case unknownTrack
    case unknownSite
    case timeBeforeStart
    case timeTooLate
    case unnamedTracks
    case unknownProblem

    var description: String {
        switch self {
        case .cutEnd: "bytes at the end are part of a chunk that was not written to its end, and not used"
        case .damagedChunk: "bytes from the first chunk on that is damaged are not used"
        case .unknownChunk: "chunks of a kind that is not known here are not used"
        case .malformedChunk: "chunks are not what the format says, and used up to there"
        case .noClock: "the recording does not say how it tells the time: all times are zero"
        case .secondClock: "chunks tell of another clock, and are not used"
        case .repeatedTrack: "chunks begin a sandbox that has begun before, and are not used"
        case .unknownTrack: "chunks are of a sandbox that is not in the recording, and not used"
        case .unknownSite: "events are of a trace point that is not in the recording, and not used"
        case .timeBeforeStart: "events are from before the recording began: they count as its first"
        case .timeTooLate: "events are centuries away: their times are cut"
        case .unnamedTracks: "records are lost of sandboxes that began when the recording was full"
        case .unknownProblem: "problems with guests' records are of a kind that is not known here"
        }
    }
}

extension TraceRecordProblem {
    /// For people.
    var description: String {
        switch self {
        case .unknownKind: "guests' records are of no known kind, and not used"
        case .unknownValueType: "guests' records have a value of no known type, and are not used"
        case .missingValue: "guests' records lack the value that their kind has, and are not used"
        case .unresolvedSite: "guests' records name a trace point that the image does not have"
        case .tooManySites: "guests' records are of more trace points than are told apart"
        case .timeBackwards: "guests' records are older than the one before: they count as later"
        case .timeOutsideRun: "guests' records are from a time in which the guest did not run: their times are moved"
        case .cutRecord: "guests' buffers ended within a record"
        case .hostTimeBackwards: "the host's time-stamp counter went back"
        case .implausibleCount: "guests' buffers claimed more records than they can have, and were not read"
        case .orphanArgument: "captured values belong to a record that is not used or lost"
        }
    }
}
