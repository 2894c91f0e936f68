import Testing

@Suite("Shortening of failing sequences")
struct ShrinkingTests {
    @Test(arguments: [[0], [99], [3, 50, 51], [0, 1, 2, 97, 98, 99], []])
    func onlyWhatMattersRemains(_ essential: [Int]) {
        let all = Array(0..<100)
        #expect(shrink(all, attempts: 1000) { essential.allSatisfy($0.contains) } == essential)
    }

    /// Either of two elements will do, but not without its partner.
    @Test func elementsThatDependOnOthersGoTogether() {
        let shortest = shrink(Array(0..<64), attempts: 1000) { elements in
            elements.contains { $0 < 32 && elements.contains($0 + 32) }
        }
        #expect(shortest.count == 2)
        #expect(shortest.last == shortest.first.map { $0 + 32 })
    }

    @Test func attemptsAreLimited() {
        var asked = 0
        _ = shrink(Array(0..<1000), attempts: 17) { _ in
            asked += 1
            return false
        }
        #expect(asked == 17)
    }
}
