extension EnvironmentBlock.Clock {
    /// The monotonic clock when the counter was at `counter`, in nanoseconds. It ends at the last one that fits.
    @inline(__always)
    package func monotonic(at counter: UInt64) -> UInt64 { Self.sum(monotonic, nanoseconds(until: counter)) }

    /// The wall clock when the counter was at `counter`, in nanoseconds since 1970. It ends at the last one that fits,
    /// in the year 2554.
    @inline(__always)
    package func wall(at counter: UInt64) -> UInt64 { Self.sum(wall, nanoseconds(until: counter)) }

    @inline(__always)
    private func nanoseconds(until counter: UInt64) -> UInt64 {
        // The sign of the difference says which is earlier, also for a guest whose counter passes zero.
        let elapsed = counter &- self.counter
        guard Int64(bitPattern: elapsed) > 0 else { return 0 }
        let product = elapsed.multipliedFullWidth(by: nanosecondsPerTick)
        guard product.high >> 32 == 0 else { return .max }
        return product.high << 32 | product.low >> 32
    }

    @inline(__always)
    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (sum, isTooLarge) = left.addingReportingOverflow(right)
        return isTooLarge ? .max : sum
    }
}
