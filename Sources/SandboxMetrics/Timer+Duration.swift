internal import CoreMetrics

extension Timer {
    /// Records a duration in nanoseconds, in which the backend counts; one beyond 292 years as that.
    func record(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (whole, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isSumTooLarge) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        recordNanoseconds(isTooLarge || isSumTooLarge ? .max : sum)
    }
}
