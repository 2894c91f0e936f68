/// Addresses about which something is to be found out. The first answer to each counts.
///
/// What answers comes from an image, so the work is bounded: ranges could overlap so that each of them is an answer to all.
struct AddressQuestions<Answer> {
    /// In ascending order.
    private let addresses: [GuestAddress]
    private var answers: [Answer?]
    /// How much may still be looked at.
    private(set) var work: Int

    /// - Parameter work: How much may be looked at. Large guests need some million.
    init(_ addresses: some Sequence<GuestAddress>, work: Int = 1 << 24) {
        self.work = work
        self.addresses = Set(addresses).sorted()
        answers = Array(repeating: nil, count: self.addresses.count)
    }

    /// What is known about an address.
    subscript(_ address: GuestAddress) -> Answer? {
        let index = firstIndex(notBelow: address)
        return index < addresses.count && addresses[index] == address ? answers[index] : nil
    }

    /// Says something about the addresses in `range`.
    ///
    /// - Returns: Whether anything else may be said.
    mutating func answer(_ range: GuestRange, _ answer: () -> Answer?) -> Bool {
        guard spend(1) else { return false }
        var index = firstIndex(notBelow: range.start)
        while index < addresses.count, addresses[index] < range.end {
            if answers[index] == nil { answers[index] = answer() }
            guard spend(1) else { return false }
            index += 1
        }
        return true
    }

    /// Takes note of work that was done.
    ///
    /// - Returns: Whether more may be.
    mutating func spend(_ amount: Int) -> Bool {
        work -= min(amount, work)
        return work > 0
    }

    private func firstIndex(notBelow address: GuestAddress) -> Int {
        var (low, high) = (0, addresses.count)
        while low < high {
            let middle = low + (high - low) / 2
            if addresses[middle] < address { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
