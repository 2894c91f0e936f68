import Testing

@testable import HostRuntime

@Suite("Descriptors and gates")
struct DescriptorTests {
    /// The classic flat descriptors, as the Intel SDM's figures 3-8 and 5-1 compose them.
    @Test func segmentsHaveTheDocumentedBits() {
        #expect(SegmentDescriptor.null.encoded == [0])
        #expect(SegmentDescriptor.code(privilege: .supervisor, accessed: true).encoded == [0x00af_9b00_0000_ffff])
        #expect(SegmentDescriptor.code(privilege: .user, accessed: false).encoded == [0x00af_fa00_0000_ffff])
        #expect(SegmentDescriptor.data(privilege: .supervisor, accessed: true).encoded == [0x00cf_9300_0000_ffff])
        #expect(SegmentDescriptor.data(privilege: .user, accessed: true).encoded == [0x00cf_f300_0000_ffff])
        #expect(
            SegmentDescriptor.taskState(base: 0x1122_3344_5566_7788, limit: 0xa_bcde, busy: false).encoded
                == [0x550a_8966_7788_bcde | 0x66 << 32 & 0, 0x1122_3344])
    }

    @Test(arguments: [
        SegmentDescriptor.null, .code(privilege: .supervisor, accessed: false),
        .code(privilege: .user, accessed: true), .data(privilege: .user, accessed: false),
        .taskState(base: 0xffff_8000_1234_5678, limit: 0xf_ffff, busy: true),
        .taskState(base: 0, limit: 0, busy: false),
    ])
    func segmentsComeBack(_ segment: SegmentDescriptor) {
        #expect(SegmentDescriptor(decoding: [1, 2] + segment.encoded, at: 2) == segment)
    }

    @Test(arguments: [UInt64(1), 0xffff, 0x00af_9b00_0000_fffe, 0x00cf_b300_0000_ffff, .max])
    func otherSegmentsAreRefused(_ word: UInt64) {
        #expect(SegmentDescriptor(decoding: [word], at: 0) == nil)
        #expect(SegmentDescriptor(decoding: [word], at: 1) == nil)
    }

    @Test func gatesHaveTheDocumentedBits() {
        let gate = InterruptGate(
            handler: 0x1122_3344_5566_7788, selector: .supervisorCode, interruptStack: 2, privilege: .user)
        #expect(gate.encoded.0 == 0x5566_ee02_0008_7788)
        #expect(gate.encoded.1 == 0x1122_3344)
        #expect(InterruptGate(decoding: gate.encoded) == gate)
        #expect(InterruptGate(decoding: (0, 0)) == nil)
        #expect(InterruptGate(decoding: (0x5566_8f02_0008_7788, 0)) == nil)
    }

    @Test func taskStateSegmentsComeBack() throws {
        let segment = TaskStateSegment(
            supervisorStack: 0x1234_5678_9abc, interruptStacks: [1, 2, 3, 4, 5, 6, 7], allowedPorts: [0, 7, 8, 255])
        let bytes = segment.encoded
        #expect(bytes.count == TaskStateSegment.encodedSize)
        #expect(bytes[102] == 104)
        #expect(bytes[104] == 0b0111_1110)
        #expect(bytes.last == 0xff)
        #expect(TaskStateSegment(decoding: bytes) == segment)
        #expect(TaskStateSegment(decoding: Array(bytes.dropLast())) == nil)
    }
}
