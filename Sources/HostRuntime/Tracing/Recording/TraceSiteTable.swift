/// The index of each trace point that a guest has named, found by the words that name it.
///
/// The words are the guest's: hashing is keyed, probes are bounded, and so is the number of sites.
struct TraceSiteTable: ~Copyable {
    private struct Slot {
        var name: GuestAddress
        var place: GuestNumber
        /// Zero for a free slot, since site zero is in no table.
        var index: UInt32

        static var free: Slot { Slot(name: GuestAddress(0), place: 0, index: 0) }
    }

    /// More trace points than any guest has; the table then takes less than a mebibyte.
    static let maximumSites = 16_384
    /// Longer runs do not come about by chance in a table that is half full: the longest one of 4,000 tables was 55.
    private static let maximumProbes = 128

    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private(set) var count = 0
    private let firstKey = UInt64.random(in: .min ... .max)
    private let secondKey = UInt64.random(in: .min ... .max)

    init(capacity: Int = 64) {
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: Slot.free, count: capacity)
        mask = capacity - 1
    }

    deinit {
        slots.deallocate()
    }

    @inline(__always)
    private func home(_ name: GuestAddress, _ place: GuestNumber) -> Int {
        let product = (name.rawBits ^ firstKey).multipliedFullWidth(by: place.rawBits ^ secondKey)
        let folded = product.high ^ product.low
        // The products of one name with lines that follow each other are evenly spaced, with some keys so closely that they
        // would be one run.
        let mixed = (folded ^ folded >> 32) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 40) & mask
    }

    /// The site's index, or nil when it is not in the table.
    @inline(__always)
    func find(_ name: GuestAddress, _ place: GuestNumber) -> UInt32? {
        var position = home(name, place)
        for _ in 0..<Self.maximumProbes {
            let slot = slots[position]
            if slot.index == 0 { return nil }
            if slot.name == name, slot.place == place { return slot.index }
            position = (position + 1) & mask
        }
        return nil
    }

    /// Adds a site that is not in the table.
    ///
    /// - Returns: Whether there was room.
    mutating func insert(_ name: GuestAddress, _ place: GuestNumber, index: UInt32) -> Bool {
        guard count < Self.maximumSites else { return false }
        if (count + 1) * 2 > mask + 1 { grow() }
        guard put(name, place, index) else { return false }
        count += 1
        return true
    }

    private mutating func put(_ name: GuestAddress, _ place: GuestNumber, _ index: UInt32) -> Bool {
        var position = home(name, place)
        for _ in 0..<Self.maximumProbes {
            if slots[position].index == 0 {
                slots[position] = Slot(name: name, place: place, index: index)
                return true
            }
            position = (position + 1) & mask
        }
        return false
    }

    private mutating func grow() {
        let old = UnsafeMutableBufferPointer(start: slots, count: mask + 1)
        let capacity = old.count * 2
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: Slot.free, count: capacity)
        mask = capacity - 1
        // One that finds no place is looked up in the image again, and gets another index.
        for slot in old where slot.index != 0 { _ = put(slot.name, slot.place, slot.index) }
        old.deallocate()
    }
}
