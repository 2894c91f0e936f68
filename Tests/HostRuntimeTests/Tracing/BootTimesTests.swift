import Testing

@testable import HostRuntime

@Suite("Boot times")
struct BootTimesTests {
    @Test("Ring 0 has the host's counter, or one with KVM's offset", arguments: [0, 5_000, -5_000] as [Int64])
    func offsets(_ offset: Int64) {
        func guest(_ counter: UInt64) -> UInt64 { counter &+ UInt64(bitPattern: offset) }
        let times = BootTimes(
            entered: 100_000, started: guest(100_100), segmentsLoaded: guest(100_200), interruptsLoaded: guest(100_300),
            left: 100_400, reportedOffset: 5_000)
        // An offset that nobody knows is taken to be such that the start is in the middle.
        let start: UInt64 = offset < 0 ? 100_200 : 100_100
        #expect(times.started == start)
        #expect(times.segmentsLoaded == start + 100)
        #expect(times.interruptsLoaded == start + 200)
        #expect(times.entered == 100_000 && times.left == 100_400)
    }

    @Test(
        "Times are in order whatever the counters say", arguments: [0, 1, 99_999, 100_400, 1 << 63, .max] as [UInt64])
    func nonsense(_ counter: UInt64) {
        let times = BootTimes(
            entered: 100_000, started: counter, segmentsLoaded: 100_050, interruptsLoaded: ~counter, left: 100_400,
            reportedOffset: nil)
        let all = [times.entered, times.started, times.segmentsLoaded, times.interruptsLoaded, times.left]
        #expect(all == all.sorted())
        #expect(all.allSatisfy { (100_000...100_400).contains($0) })
    }
}
