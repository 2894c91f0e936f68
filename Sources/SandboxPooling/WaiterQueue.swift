internal import Dispatch

/// Callers in line, first come, first served. Anybody can leave it, from anywhere in it, in constant time.
struct WaiterQueue {
    typealias Ticket = UInt64

    private struct Place {
        let waiter: Waiter
        let deadline: DispatchTime?
        var previous: Ticket?
        var next: Ticket?
    }

    private var places: [Ticket: Place] = [:]
    private var first, last: Ticket?
    private var tickets: Ticket = 0

    var count: Int { places.count }
    var isEmpty: Bool { first == nil }

    /// When the time of the first in line is over. All wait equally long, so nobody's is over sooner.
    var firstDeadline: DispatchTime? { first.flatMap { places[$0]?.deadline } }

    /// A name for a caller who may or may not get in line.
    mutating func nextTicket() -> Ticket {
        tickets += 1
        return tickets
    }

    mutating func append(_ waiter: Waiter, _ ticket: Ticket, deadline: DispatchTime?) {
        places[ticket] = Place(waiter: waiter, deadline: deadline, previous: last)
        if let last { places[last]?.next = ticket } else { first = ticket }
        last = ticket
    }

    mutating func popFirst() -> Waiter? { first.flatMap { remove($0) } }

    /// The caller with this ticket, if it is still in line.
    mutating func remove(_ ticket: Ticket) -> Waiter? {
        guard let place = places.removeValue(forKey: ticket) else { return nil }
        if let previous = place.previous { places[previous]?.next = place.next } else { first = place.next }
        if let next = place.next { places[next]?.previous = place.previous } else { last = place.previous }
        return place.waiter
    }

    /// Everybody, in order.
    mutating func removeAll() -> [Waiter] {
        var waiters: [Waiter] = []
        while let waiter = popFirst() { waiters.append(waiter) }
        return waiters
    }
}
