import Glibc
import HostRuntime
import Testing

@Suite("Large arguments")
struct LargeArgumentTests {
    private static let size = 60_000_000

    /// Bytes of which no two pages are alike, since the period is a prime number. Made and compared in large pieces: one
    /// by one, in a debug build on an emulated processor, takes minutes.
    private static func makeBytes() -> [UInt8] {
        let period = (0..<65_521).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 12) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + period.count)
        while bytes.count < size { bytes += period }
        bytes.removeLast(bytes.count - size)
        return bytes
    }

    private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && memcmp(left, right, left.count) == 0
    }

    private func makeSandbox() throws -> Sandbox {
        try .test(
            configuration: .init(
                heapSize: .mebibytes(160), inputSize: .mebibytes(140), outputSize: .mebibytes(64), logger: .silent))
    }

    @Test func sixtyMegabytesIn() throws {
        let sandbox = try makeSandbox()
        let data = [UInt8](repeating: 1, count: Self.size)
        #expect(try sandbox.call("bytesSum", data) == UInt64(Self.size))
    }

    @Test func sixtyMegabytesOut() throws {
        let sandbox = try makeSandbox()
        let result: [UInt8] = try sandbox.call("makeBytes", UInt32(Self.size), UInt32(5))
        #expect(Self.areEqual(result, [UInt8](repeating: 5, count: Self.size)))
    }

    @Test func sixtyMegabytesThroughTheHost() throws {
        let sandbox = try makeSandbox()
        let data = Self.makeBytes()
        let result: [UInt8] = try sandbox.call("bytesThroughHost", data)
        #expect(Self.areEqual(result, data))
    }
}
