import TestSupport
import Testing
import Wire

/// No bytes make a reader trap or read outside the message, and what the verifier passes can be read in full.
@Suite("Hostile messages")
struct HostileMessageTests {
    private static let samples: [SampleMessage] = (try? SampleMessages.all()) ?? []

    @Test func samplesCoverEveryKind() throws {
        #expect(Set(try SampleMessages.all().map(\.kind)) == Set(MessageKind.allCases))
    }

    @Test(arguments: samples)
    func samplesAreValid(_ sample: SampleMessage) throws {
        try sample.kind.verify(sample.bytes.span.bytes)
        let dump = try sample.kind.dump(sample.bytes.span.bytes)
        #expect(!dump.isEmpty)
    }

    @Test(arguments: samples)
    func truncatedAtEveryLength(_ sample: SampleMessage) throws {
        let memory = GuardedBytes(capacity: sample.bytes.count)
        for length in 0..<sample.bytes.count {
            let truncated = [UInt8](sample.bytes.prefix(length))
            readEverything(truncated, as: sample.kind, in: memory, context: "length \(length)")
            // The end of a message holds what was written first, which the root leads to: none of it may go missing
            // unnoticed, but for the padding that the tables and strings there do not need.
            if length < sample.bytes.count - 8 {
                #expect(throws: WireError.self, "length \(length)") { try sample.kind.verify(truncated.span.bytes) }
            }
        }
    }

    @Test(arguments: samples)
    func everyByteChanged(_ sample: SampleMessage) {
        let memory = GuardedBytes(capacity: sample.bytes.count)
        let changes: [UInt8] = (0..<8).map { 1 << $0 } + [0xFF, 0x7F, 0xFE]
        for position in sample.bytes.indices {
            for change in changes {
                var changed = sample.bytes
                changed[position] ^= change
                readEverything(changed, as: sample.kind, in: memory, context: "byte \(position) ^ \(change)")
            }
        }
    }

    @Test(arguments: samples)
    func severalBytesChanged(_ sample: SampleMessage) {
        let memory = GuardedBytes(capacity: sample.bytes.count)
        var generator = SeededGenerator(seed: UInt64(sample.bytes.count))
        for round in 0..<2000 {
            var changed = sample.bytes
            for _ in 0..<Int.random(in: 2...6, using: &generator) {
                let position = Int.random(in: 0..<changed.count, using: &generator)
                // Small values make offsets and sizes that stay near, and so get further than random ones.
                changed[position] =
                    Bool.random(using: &generator)
                    ? .random(in: 0...255, using: &generator) : .random(in: 0...24, using: &generator)
            }
            readEverything(changed, as: sample.kind, in: memory, context: "round \(round)")
        }
    }

    @Test(arguments: MessageKind.allCases)
    func randomBytes(_ kind: MessageKind) throws {
        let identifier = try #require(Self.samples.first { $0.kind == kind }).bytes[4..<8]
        let memory = GuardedBytes(capacity: 256)
        var generator = SeededGenerator(seed: 1)
        for round in 0..<5000 {
            let count = Int.random(in: 0...256, using: &generator)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if count >= 8 {
                bytes.replaceSubrange(0..<8, with: [UInt8.random(in: 0...64, using: &generator), 0, 0, 0] + identifier)
            }
            readEverything(bytes, as: kind, in: memory, context: "round \(round)")
        }
    }

    /// Reads the whole message; an error is as good as a value, unless the verifier had passed the message.
    private func readEverything(
        _ bytes: [UInt8], as kind: MessageKind, in memory: borrowing GuardedBytes, context: @autoclosure () -> String
    ) {
        memory.withBytes(bytes) { span in
            let verification = Result { () throws(WireError) in try kind.verify(span) }
            let reading = Result { () throws(WireError) in try kind.dump(span) }
            if case .success = verification, case .failure(let error) = reading {
                Issue.record("\(context()): verified, but reading failed: \(error)")
            }
        }
    }
}
