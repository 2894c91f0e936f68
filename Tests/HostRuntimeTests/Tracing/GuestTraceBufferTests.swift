import Testing
import Wire

@testable import HostRuntime

/// A buffer of eight records, as a guest could have left it.
@Suite("The guest's trace buffer")
struct GuestTraceBufferTests {
    private static let capacity: UInt64 = 8
    private let memory: UnsafeGuestMemory
    private let buffer: GuestTraceBuffer
    private let start: UInt64 = 0x10_0000

    init() throws {
        memory = try UnsafeGuestMemory(range: try #require(GuestRange(start: start, count: 0x1000)))
        buffer = GuestTraceBuffer(
            records: try #require(GuestRange(start: start, count: Self.capacity * UInt64(TraceRecord.size))))
    }

    /// Writes as a guest does; a record's counter is its number.
    private func write(_ count: UInt64) {
        for number in 0..<count {
            let record = start + UInt64(TraceRing.headerSize) + number % Self.capacity * UInt64(TraceRecord.size)
            #expect(memory.store(number, at: record))
        }
        #expect(memory.store(count, at: start))
    }

    private func drain(_ mode: TraceMode) -> (numbers: [UInt64], overwritten: UInt64, isPlausible: Bool) {
        var result = (numbers: [UInt64](), overwritten: UInt64(0), isPlausible: true)
        buffer.drain(mode, of: memory) { contents in
            guard let contents else { return result.isPlausible = false }
            result.overwritten = contents.overwritten
            for part in [contents.older, contents.newer] {
                result.numbers += stride(from: 0, to: part.count, by: TraceRecord.size)
                    .map { part.loadUnaligned(fromByteOffset: $0, as: UInt64.self) }
            }
        }
        return result
    }

    @Test(arguments: [0, 1, 7, 8] as [UInt64])
    func losslessInOrder(_ count: UInt64) {
        write(count)
        #expect(drain(.lossless) == (Array(0..<count), 0, true))
        #expect(drain(.lossless) == ([], 0, true), "each record comes out once")
    }

    /// Of a full buffer the oldest record may be half overwritten, so seven are left.
    @Test(arguments: [1, 7, 8, 9, 15, 16, 17, 1000] as [UInt64])
    func lossyKeepsTheNewest(_ count: UInt64) {
        write(count)
        let kept = min(count, Self.capacity - 1)
        #expect(drain(.lossy) == (Array(count - kept..<count), count - kept, true))
        #expect(memory.load(start, as: UInt64.self) == 0)
    }

    @Test(
        arguments: [(TraceMode.lossless, 9), (.lossless, .max), (.off, 9), (.lossy, 1 << 41), (.lossy, .max)]
            as [(TraceMode, UInt64)])
    func implausibleCounts(_ mode: TraceMode, _ count: UInt64) {
        #expect(memory.store(count, at: start))
        #expect(drain(mode) == ([], 0, false))
        #expect(memory.load(start, as: UInt64.self) == 0, "the guest can begin anew")
    }

    @Test func aBufferOfOneRecord() throws {
        let buffer = GuestTraceBuffer(
            records: try #require(GuestRange(start: start, count: UInt64(TraceRecord.size))))
        #expect(memory.store(UInt64(5), at: start))
        var overwritten: UInt64?
        buffer.drain(.lossy, of: memory) { overwritten = $0?.overwritten }
        #expect(overwritten == 5)
    }
}
