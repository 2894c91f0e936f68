import Testing

@testable import HostRuntime

@Suite("Numbers of guests")
struct GuestNumberTests {
    @Test(arguments: GuestNumber.boundaries)
    func aNumberWithinALimit(_ value: UInt64) {
        let number = GuestNumber(value)
        let exact = Int(exactly: value)
        for limit in [Int.min, -1, 0, 1, 254, 255, .max - 1, .max] {
            let isWithin = exact.map { $0 <= limit } ?? false
            #expect(number.bounded(by: limit) == (isWithin ? exact : nil), "\(value) by \(limit)")
            let isBelow = exact.map { $0 < limit } ?? false
            #expect(number.index(below: limit) == (isBelow ? exact : nil), "\(value) below \(limit)")
        }
    }

    @Test(arguments: GuestNumber.boundaries, GuestNumber.boundaries)
    func arithmetic(_ left: UInt64, _ right: UInt64) {
        let (first, second) = (GuestNumber(left), GuestNumber(right))
        // In 128 bits nothing overflows.
        let sum = Int128(left) + Int128(right)
        #expect(first.adding(second) == (sum >> 64 == 0 ? GuestNumber(sum) : nil))
        #expect(first &+ second == GuestNumber(sum))
        let difference = Int128(left) - Int128(right)
        #expect(first.subtracting(second) == (difference >= 0 ? GuestNumber(difference) : nil))
        #expect(first &- second == GuestNumber(difference))
        let product = UInt128(left) * UInt128(right)
        #expect(first.multiplied(by: second) == (product >> 64 == 0 ? GuestNumber(product) : nil))
        #expect(first.isMultiple(of: second) == (right == 0 ? left == 0 : left % right == 0))
        #expect((first < second) == (left < right))
        #expect((first == second) == (left == right))
        #expect(first & second == GuestNumber(left & right))
        #expect(first | second == GuestNumber(left | right))
    }

    @Test(arguments: GuestNumber.boundaries, [0, 1, 7, 63, 64, 65, .max])
    func shifts(_ value: UInt64, _ count: Int) {
        #expect(GuestNumber(value) << count == (count < 64 ? GuestNumber(value &<< UInt64(count)) : 0))
        #expect(GuestNumber(value) >> count == (count < 64 ? GuestNumber(value &>> UInt64(count)) : 0))
    }

    @Test func roundingUp() {
        #expect(GuestNumber(0).roundedUp(to: 4096) == 0)
        #expect(GuestNumber(1).roundedUp(to: 4096) == 4096)
        #expect(GuestNumber(4096).roundedUp(to: 4096) == 4096)
        #expect(GuestNumber(UInt64.max - 4095).roundedUp(to: 4096) == GuestNumber(UInt64.max - 4095))
        #expect(GuestNumber(UInt64.max - 4094).roundedUp(to: 4096) == nil)
        #expect(GuestNumber(UInt64.max).roundedUp(to: 1) == .allOnes)
    }

    @Test(arguments: GuestNumber.boundaries)
    func theNearestOfTheHosts(_ value: UInt64) {
        let number = GuestNumber(value)
        #expect(number.clamped(from: 0, to: .max) == value)
        #expect(number.clamped(from: 5, to: 5) == 5)
        let clamped = number.clamped(from: 2, to: 1 << 63)
        #expect(clamped == (value < 2 ? 2 : value > 1 << 63 ? 1 << 63 : value))
    }

    private enum Code: UInt8 {
        case first
        case last = 255
    }

    @Test func whatACodeStandsFor() {
        #expect(GuestNumber(0).decoded(as: Code.self) == .first)
        #expect(GuestNumber(255).decoded(as: Code.self) == .last)
        for value: UInt64 in [1, 254, 256, 511, .max] { #expect(GuestNumber(value).decoded(as: Code.self) == nil) }
    }

    @Test func numbersWithASign() {
        #expect(GuestNumber(-1 as Int) == .allOnes)
        #expect(GuestNumber(Int8.min) == GuestNumber(UInt64.max - 127))
        #expect(GuestNumber(10) &+ GuestNumber(-11 as Int) == GuestNumber(-1 as Int))
    }

    @Test func inWords() {
        #expect("\(GuestNumber(UInt64.max))" == "18446744073709551615")
        #expect(GuestNumber(0).hexadecimal == "0x0")
        #expect(GuestNumber(UInt64.max).hexadecimal == "0xffffffffffffffff")
    }
}
