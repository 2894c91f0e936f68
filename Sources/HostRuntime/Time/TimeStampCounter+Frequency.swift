import Glibc

extension TimeStampCounter {
    /// How many ticks a second has.
    /// - Parameter kernelFrequency: The kernel's word, `KVM_GET_TSC_KHZ` in hertz. Without it, the frequency is measured
    ///   once in a process, which takes 10 ms.
    static func frequency(kernelFrequency: UInt64?) -> UInt64 {
        kernelFrequency ?? measuredFrequency
    }

    private static let measuredFrequency: UInt64 = {
        let span: UInt64 = 10_000_000
        let start = rawTime()
        var end = start
        repeat {
            // A signal may cut it short.
            var pause = timespec(tv_sec: 0, tv_nsec: Int(span))
            nanosleep(&pause, nil)
            end = rawTime()
        } while end.nanoseconds &- start.nanoseconds < span
        let nanoseconds = end.nanoseconds &- start.nanoseconds
        let product = (end.counter &- start.counter).multipliedFullWidth(by: 1_000_000_000)
        // The counters of two processors that do not agree may give anything.
        guard product.high < nanoseconds else { return 0 }
        return nanoseconds.dividingFullWidth(product).quotient
    }()

    /// The counter and the clock that nothing adjusts; the tightest pair of a few, since a thread may be interrupted.
    private static func rawTime() -> (counter: UInt64, nanoseconds: UInt64) {
        var best = (width: UInt64.max, counter: UInt64(0), nanoseconds: UInt64(0))
        for _ in 0..<8 {
            let before = read()
            let nanoseconds = HostTime.nanoseconds(of: CLOCK_MONOTONIC_RAW)
            let width = read() &- before
            if width <= best.width { best = (width, before &+ width / 2, nanoseconds) }
        }
        return (best.counter, best.nanoseconds)
    }
}
