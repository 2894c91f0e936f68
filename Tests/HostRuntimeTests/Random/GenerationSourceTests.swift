import Synchronization
import Testing

@testable import HostRuntime

struct GenerationSourceTests {
    @Test func noNumberComesTwice() {
        let numbers = Mutex<[UInt64]>([])
        let threads = (0..<4).map { _ in
            OtherThread {
                var own: [UInt64] = []
                for _ in 0..<50 {
                    var source = GenerationSource()
                    for _ in 0..<50 { own.append(source.next()) }
                }
                numbers.withLock { $0 += own }
            }
        }
        threads.forEach { $0.join() }
        let all = numbers.withLock { $0 }
        #expect(Set(all).count == 4 * 50 * 50)
        #expect(!all.contains(0))
    }

    /// Two sources that take blocks by turns.
    @Test func blocksThatAreUsedUpAreReplaced() {
        var first = GenerationSource()
        var second = GenerationSource()
        var numbers: Set<UInt64> = []
        for _ in 0..<200_000 {
            numbers.insert(first.next())
            numbers.insert(second.next())
        }
        #expect(numbers.count == 400_000)
    }
}
