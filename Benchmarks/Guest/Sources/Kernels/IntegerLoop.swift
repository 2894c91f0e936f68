/// Integer arithmetic in registers: each step of a xorshift generator (Marsaglia, 2003) needs the one before.
@inline(never)
public func integerLoop(steps: UInt64) -> UInt64 {
    var state: UInt64 = 0x2545_f491_4f6c_dd1d
    var sum: UInt64 = 0
    for _ in 0..<steps {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        sum &+= state &* state
    }
    return sum
}
