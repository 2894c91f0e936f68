import Testing

@testable import HostRuntime

@Suite("Addresses and ranges of guests")
struct GuestRangeTests {
    @Test(arguments: GuestNumber.boundaries, GuestNumber.boundaries)
    func aRangeDoesNotWrap(_ start: UInt64, _ count: UInt64) throws {
        let (end, overflow) = start.addingReportingOverflow(count)
        let range = GuestRange(start: GuestAddress(rawBits: start), count: GuestNumber(count))
        #expect((range == nil) == overflow)
        guard let range else { return }
        #expect(range.end == GuestAddress(rawBits: end))
        #expect(range.isEmpty == (count == 0))
        for address in GuestNumber.boundaries {
            let isInside = start <= address && address < end
            #expect(range.contains(GuestAddress(rawBits: address)) == isInside)
            let offset = range.offset(of: GuestAddress(rawBits: address))
            #expect(offset == (isInside ? GuestNumber(address - start) : nil))
        }
    }

    @Test(arguments: GuestNumber.boundaries, GuestNumber.boundaries)
    func aRangeBetweenAddresses(_ start: UInt64, _ end: UInt64) {
        let range = GuestRange(from: GuestAddress(rawBits: start), to: GuestAddress(rawBits: end))
        #expect(range.start == GuestAddress(rawBits: start))
        #expect(range.count == GuestNumber(end > start ? end - start : 0))
    }

    @Test(arguments: GuestNumber.boundaries, GuestNumber.boundaries)
    func partsOfARange(_ offset: UInt64, _ count: UInt64) throws {
        let whole = try #require(GuestRange(start: GuestAddress(0x1000), count: 256))
        let part = whole.part(at: GuestNumber(offset), count: GuestNumber(count))
        let (end, overflow) = offset.addingReportingOverflow(count)
        #expect((part != nil) == (!overflow && end <= 256))
        guard let part else { return }
        #expect(part.start == GuestAddress(rawBits: 0x1000 + offset) && part.count == GuestNumber(count))
    }

    @Test func addresses() {
        let last = GuestAddress(.allOnes)
        #expect(last.advanced(by: 0) == last)
        #expect(last.advanced(by: 1) == nil)
        #expect(GuestAddress(1).advanced(by: .allOnes) == nil)
        #expect(GuestAddress(0).advanced(by: .allOnes) == last)
        #expect(last.roundedUp(to: 4096) == nil)
        #expect(GuestAddress(4095).roundedUp(to: 4096) == GuestAddress(4096))
        #expect(GuestAddress(4096).isAligned(to: 4096) && !GuestAddress(4097).isAligned(to: 4096))
        #expect("\(last)" == "0xffffffffffffffff")
    }
}
