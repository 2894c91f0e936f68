/// One call of a sandbox, from when it has begun. Requests that name it never reach a later one.
struct RunningCall: Sendable {
    let control: CallControl
    let number: UInt64

    /// Whether it is to end, or is over.
    var isStopped: Bool { control.isStopped(call: number) }

    /// Ends it, unless it is over.
    func stop(_ reason: StopReason) { control.stop(reason, call: number) }
}
