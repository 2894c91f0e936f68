import HostRuntime
import Logging

/// How long sandboxes take on this machine.
struct SandboxMeasurement {
    /// Half of the sandboxes were made in less time.
    let creation: Duration
    /// Half of the calls took less time. A call of an empty function enters the guest once and leaves it once.
    let callMedian: Duration
    /// One call in a hundred took more time.
    let callPercentile99: Duration
    /// Making a sandbox from a snapshot, which needs a sealed file in memory: how long, or why it failed.
    let clone: Result<Duration, SandboxError>

    private static let sandboxCount = 5
    private static let callCount = 1000

    init(creation: Duration, callMedian: Duration, callPercentile99: Duration, clone: Result<Duration, SandboxError>) {
        self.creation = creation
        self.callMedian = callMedian
        self.callPercentile99 = callPercentile99
        self.clone = clone
    }

    /// Makes a few sandboxes with an empty guest, and calls it a thousand times.
    static func take() throws(SandboxError) -> SandboxMeasurement {
        let bytes: [UInt8]
        do throws(WireError) {
            bytes = try EmptyGuest.image()
        } catch {
            preconditionFailure("a result without a value does not fit 256 bytes: \(error)")
        }
        let image = try GuestImage(bytes: bytes)
        let configuration = Sandbox.Configuration(
            heapSize: .kibibytes(64), stackSize: .kibibytes(16),
            logger: Logger(label: "swiftlet.doctor") { _ in SwiftLogNoOpLogHandler() })
        var creations: [Duration] = []
        var sandbox = try Sandbox(guest: .image(image), configuration: configuration)
        for _ in 0..<sandboxCount {
            let (next, duration) = try time { () throws(SandboxError) in
                try Sandbox(guest: .image(image), configuration: configuration)
            }
            creations.append(duration)
            // Frees the one before, which takes the kernel as long as making one does.
            sandbox = next
        }
        let function = try sandbox.function(EmptyGuest.function)
        var calls: [Duration] = []
        for _ in 0..<callCount {
            calls.append(try time { () throws(SandboxError) in try function() }.duration)
        }
        creations.sort()
        calls.sort()
        let clone = Result { () throws(SandboxError) in
            let snapshot = try sandbox.snapshot()
            return try time { () throws(SandboxError) in try Sandbox(from: snapshot) }.duration
        }
        return SandboxMeasurement(
            creation: creations[creations.count / 2], callMedian: calls[calls.count / 2],
            callPercentile99: calls[calls.count * 99 / 100], clone: clone)
    }

    private static func time<Value>(
        _ body: () throws(SandboxError) -> Value
    ) throws(SandboxError) -> (value: Value, duration: Duration) {
        let start = ContinuousClock.now
        let value = try body()
        return (value, ContinuousClock.now - start)
    }
}
