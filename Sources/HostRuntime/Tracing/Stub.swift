internal import Wire

enum HostStep { case call, run, start, hostFunction, restore, snapshot, boot, loadSegments, loadInterrupts }
enum HostEvent { case failure }
enum GuestTraceProblem { case implausibleRecordCount }
struct GuestWindow { var entered: UInt64, left: UInt64, counterOffset: Int64 }
public final class TraceRecorder: Sendable { public init() {} }
struct TraceEncoder: ~Copyable {
    init(recorder: TraceRecorder, label: String, image: GuestImage, counterFrequency: UInt64?) {}
    mutating func begin(_ step: HostStep, at counter: UInt64, name: String? = nil) { print("begin", step, name ?? "") }
    mutating func end(_ step: HostStep, at counter: UInt64) { print("end", step) }
    mutating func event(_ e: HostEvent, at: UInt64, text: String) { print("event", text) }
    mutating func note(_ p: GuestTraceProblem) { print(p) }
    mutating func dropped(_ n: UInt64) { print("dropped", n) }
    mutating func log(_ level: LogLevel, _ text: String, at: UInt64, _ window: GuestWindow) { print("log", text) }
    mutating func guestRecords(_ b: UnsafeRawBufferPointer, _ w: GuestWindow) {
        for i in stride(from: 0, to: b.count, by: 32) {
            let c = b.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            print(
                "rec", c >= w.entered, c <= w.left, c - w.entered,
                String(b.loadUnaligned(fromByteOffset: i + 8, as: UInt64.self), radix: 16))
        }
    }
    mutating func flush() { print("flush") }
}
