/// Those who wait: of the highest priority first, and among equals whoever has waited longest. Anybody can leave from
/// anywhere in the line, in constant time.
struct PriorityLine<Element> {
    /// Where somebody waits.
    struct Place {
        fileprivate let priority: UInt8
        fileprivate let number: UInt64
    }

    private struct Lane {
        let priority: UInt8
        var waiting: [UInt64: Element] = [:]
        var next: UInt64 = 0
        /// Nobody waits before this number. Each is passed once, so that the search costs constant time.
        var first: UInt64 = 0
    }

    /// Those of higher priority first. A program has few priorities, so they stay.
    private var lanes: [Lane] = []

    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element, priority: UInt8) -> Place {
        let index = lanes.firstIndex { $0.priority <= priority } ?? lanes.endIndex
        if index == lanes.endIndex || lanes[index].priority != priority {
            lanes.insert(Lane(priority: priority), at: index)
        }
        let number = lanes[index].next
        lanes[index].waiting[number] = element
        lanes[index].next += 1
        count += 1
        return Place(priority: priority, number: number)
    }

    mutating func popFirst() -> Element? {
        for index in lanes.indices where !lanes[index].waiting.isEmpty {
            while true {
                defer { lanes[index].first += 1 }
                if let element = lanes[index].waiting.removeValue(forKey: lanes[index].first) {
                    count -= 1
                    return element
                }
            }
        }
        return nil
    }

    /// Whoever waits there, if anybody still does.
    mutating func remove(_ place: Place) -> Element? {
        guard let index = lanes.firstIndex(where: { $0.priority == place.priority }),
            let element = lanes[index].waiting.removeValue(forKey: place.number)
        else { return nil }
        count -= 1
        return element
    }
}
