/// What host functions threw during one call, under numbers that a guest can pass on.
///
/// Only the latest are kept, so that a guest cannot fill the host's memory with errors that it provokes. The one that
/// ends a call is nearly always the last.
struct ThrownErrors {
    private var latest: [any Error] = []
    private var count: UInt32 = 0

    /// How many are kept.
    static let capacity = 16

    /// Keeps an error and returns its number, which is never zero.
    mutating func add(_ error: any Error) -> UInt32 {
        if count == .max { removeAll() }
        count += 1
        if latest.count == Self.capacity { latest.removeFirst() }
        latest.append(error)
        return count
    }

    /// The error of that number, if it is among those kept.
    subscript(number: UInt32) -> (any Error)? {
        guard number > 0, number <= count else { return nil }
        let age = Int(count - number)
        return age < latest.count ? latest[latest.count - 1 - age] : nil
    }

    mutating func removeAll() {
        guard count > 0 else { return }
        latest.removeAll()
        count = 0
    }
}
