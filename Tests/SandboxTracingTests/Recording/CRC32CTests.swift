import HostRuntime
import TestSupport
import Testing

struct CRC32CTests {
    private func checksum(_ bytes: [UInt8]) -> UInt32 {
        var checksum = CRC32C()
        bytes.withUnsafeBytes { checksum.update($0) }
        return checksum.value
    }

    /// RFC 3720, appendix B.4.
    @Test func theStandardsExamples() {
        #expect(checksum([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
        #expect(checksum([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
        #expect(checksum(Array(0..<32)) == 0x46dd_794e)
        #expect(checksum(Array("123456789".utf8)) == 0xe306_9283)
        #expect(checksum([]) == 0)
    }

    @Test func itDoesNotMatterWhereBytesAreDivided() {
        var random = SeededGenerator(seed: 1)
        let bytes = (0..<100).map { _ in UInt8.random(in: 0...255, using: &random) }
        for division in 0...bytes.count {
            var checksum = CRC32C()
            bytes[..<division].withUnsafeBytes { checksum.update($0) }
            bytes[division...].withUnsafeBytes { checksum.update($0) }
            #expect(checksum.value == self.checksum(bytes))
        }
    }
}
