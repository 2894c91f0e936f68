/// How often and in which portions things are measured.
struct Schedule {
    /// For each of them.
    var samples: Int
    /// Repetitions in a sample, for what is too short for the clock. The sample is their mean.
    var operations = 1
    /// Samples in a row, before it is the others' turn.
    var turn = 1
}

/// Does something `count` times.
typealias Work = (_ count: Int) throws -> Void

/// Measures several works in turn, so that the machine's drifts meet all of them alike. Returns the samples of each, in
/// nanoseconds for one operation.
///
/// Who comes first changes from round to round. The first round is not counted.
func interleave(_ schedule: Schedule, _ works: [Work]) throws -> [[Double]] {
    var samples = [[Double]](repeating: [], count: works.count)
    for round in 0...(schedule.samples + schedule.turn - 1) / schedule.turn {
        for position in works.indices {
            let index = (position + round) % works.count
            for _ in 0..<schedule.turn {
                let time = try nanoseconds { try works[index](schedule.operations) }
                if round > 0 { samples[index].append(time / Double(schedule.operations)) }
            }
        }
    }
    return samples
}

/// What may have to be prepared for each time that it is measured.
struct PreparedWork {
    var prepare: () throws -> Void = {}
    let work: () throws -> Void
    /// Undoes what is not to pile up.
    var finish: () throws -> Void = {}
}

/// As for works that need no preparation, except that a sample is one operation.
func interleave(samples count: Int, turn: Int, _ works: [PreparedWork]) throws -> [[Double]] {
    try interleave(
        samples: count, turn: turn,
        works.map { work in
            {
                try work.prepare()
                let time = try nanoseconds(work.work)
                try work.finish()
                return time
            }
        })
}

/// As for works that take their own time, a sample.
func interleave(samples count: Int, turn: Int, _ works: [() throws -> Double]) throws -> [[Double]] {
    var samples = [[Double]](repeating: [], count: works.count)
    for round in 0...(count + turn - 1) / turn {
        for position in works.indices {
            let index = (position + round) % works.count
            for _ in 0..<turn {
                let time = try works[index]()
                if round > 0 { samples[index].append(time) }
            }
        }
    }
    return samples
}

/// Measures ours beside its floor.
func compare(_ schedule: Schedule, ours: @escaping Work, floor: @escaping Work) throws -> (
    ours: Distribution, floor: Distribution
) {
    let both = try interleave(schedule, [ours, floor])
    return (Distribution(both[0]), Distribution(both[1]))
}

/// Measures what a guest repeats inside one call: `call` is made with `repetitions` and with none, so that what the call
/// itself takes cancels.
func difference(samples: Int, repetitions: UInt64, _ call: (UInt64) throws -> Void) throws -> Distribution {
    try call(repetitions)
    return Distribution(
        try (0..<samples).map { _ in
            let empty = try nanoseconds { try call(0) }
            let full = try nanoseconds { try call(repetitions) }
            return (full - empty) / Double(repetitions)
        })
}
