/// What a guest is expected to know: the part of the oracle that guest functions can be asked for.
struct GuestModel: Equatable {
    var counter: Int32 = 0
    /// Words by address, of those that were written; see ``ModelledArea/initialWord`` for the others.
    var words: [UInt64: UInt64] = [:]
    /// The sum of the bytes in each kept block.
    var blockSums: [UInt32: UInt64] = [:]

    mutating func fill(_ address: UInt64, _ count: Int, _ seed: UInt64) {
        for index in 0..<UInt64(count) {
            words[address + 8 * index] = seed &+ index &* 0x9e37_79b9_7f4a_7c15
        }
    }
}
