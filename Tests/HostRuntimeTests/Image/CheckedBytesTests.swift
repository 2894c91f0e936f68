import Testing

@testable import HostRuntime

@Suite("Bytes of a file")
struct CheckedBytesTests {
    private let bytes = CheckedBytes(([9, 9] + [0x80, 1, 2, 3, 4, 5, 6, 0xff, 0x61, 0])[2...])

    @Test func numbers() {
        #expect(bytes.load(UInt8.self, at: 0) == 0x80)
        #expect(bytes.load(Int8.self, at: 0) == GuestNumber(-128 as Int))
        #expect(bytes.load(UInt16.self, at: 0) == 0x180)
        #expect(bytes.load(UInt64.self, at: 0) == 0xff06_0504_0302_0180)
        #expect(bytes.load(UInt64.self, at: 2) == 0x0061_ff06_0504_0302)
    }

    @Test(arguments: [3, 9, 10, 11, 1 << 63 - 1, 1 << 63, .max - 7, .max] as [UInt64])
    func numbersThatAreCutOff(_ offset: UInt64) {
        #expect(bytes.load(UInt64.self, at: GuestNumber(offset)) == nil)
    }

    @Test(arguments: [0, 1, 9, 10, 11, 1 << 63 - 1, 1 << 63, .max] as [UInt64])
    func parts(_ number: UInt64) {
        let count = bytes.count
        for other: UInt64 in [0, 1, 9, 10, 11, 1 << 63 - 1, 1 << 63, .max] {
            let (end, overflow) = number.addingReportingOverflow(other)
            let part = bytes.slice(GuestNumber(number), GuestNumber(other))
            #expect((part != nil) == (!overflow && end <= UInt64(count)), "\(other) bytes at \(number)")
            if let part { #expect(part.count == Int(other)) }
        }
    }

    @Test func tables() {
        #expect(bytes.table(at: 0, of: 5, size: 2)?.map { $0.load(UInt8.self, at: 1) } == [1, 3, 5, 0xff, 0])
        #expect(bytes.table(at: 10, of: 0, size: 2)?.isEmpty == true)
        #expect(bytes.table(at: 2, of: 5, size: 2) == nil)
        #expect(bytes.table(at: 0, of: .max, size: .allOnes) == nil)
        #expect(bytes.table(at: .allOnes, of: 1, size: 1) == nil)
    }

    @Test func texts() {
        #expect(bytes.text(at: 8) == "a")
        #expect(bytes.text(at: 9)?.isEmpty == true)
        #expect(bytes.text(at: 8, limit: 1) == nil)
        #expect(bytes.text(at: 7) == nil, "that is no UTF-8")
        for offset: UInt64 in [10, 11, 1 << 63, .max] { #expect(bytes.text(at: GuestNumber(offset)) == nil) }
    }
}
