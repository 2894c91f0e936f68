import Testing

@testable import HostRuntime

@Suite("How much a guest may log")
struct LogBudgetTests {
    private static let second: UInt64 = 1_000_000_000

    private func budget(call: Int = .max, second: Int = .max) -> LogBudget {
        var budget = LogBudget()
        budget.beginCall(.init(logBytesPerCall: .bytes(call), logBytesPerSecond: .bytes(second)))
        return budget
    }

    @Test func eachCallHasItsOwn() {
        var budget = budget(call: 100)
        #expect(budget.spend(60, now: 0) == nil)
        #expect(budget.spend(40, now: 0) == nil)
        #expect(budget.spend(1, now: 0) == .logBytesPerCall)
        budget.beginCall(budget.limits)
        #expect(budget.spend(100, now: 0) == nil)
    }

    @Test func theRateIsThatOfAnySecond() {
        var budget = budget(second: 1000)
        #expect(budget.spend(1000, now: 7 * Self.second) == nil)
        #expect(budget.spend(1, now: 7 * Self.second) == .logBytesPerSecond)
        // A tenth of a second is worth a tenth.
        #expect(budget.spend(100, now: 7 * Self.second + Self.second / 10) == nil)
        #expect(budget.spend(1, now: 7 * Self.second + Self.second / 10) == .logBytesPerSecond)
        // Also in parts of which each is worth less than a byte's time.
        for part in 1...1000 {
            #expect(budget.spend(1, now: 8 * Self.second + Self.second / 10 + UInt64(part) * 1_000_000) == nil)
        }
        // However long nothing was logged: what a second is worth, at most.
        #expect(budget.spend(1001, now: 1000 * Self.second) == .logBytesPerSecond)
        #expect(budget.spend(1000, now: 1000 * Self.second) == nil)
    }

    @Test(arguments: [0, 1, Int.max])
    func ratesAtTheEnds(_ rate: Int) {
        var budget = budget(second: rate)
        #expect(budget.spend(UInt64(rate), now: 0) == nil)
        budget.beginCall(budget.limits)
        #expect(budget.spend(UInt64(rate), now: 2 * Self.second) == nil)
        budget.beginCall(budget.limits)
        #expect(budget.spend(1, now: 2 * Self.second) == .logBytesPerSecond)
        // Nothing is gained by a clock that goes back.
        #expect(budget.spend(1, now: 0) == .logBytesPerSecond)
    }
}
