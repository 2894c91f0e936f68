import HostRuntime
import Testing

@Suite("Large arguments")
struct LargeArgumentTests {
    private static let size = 60_000_000

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
        #expect(result.count == Self.size)
        #expect(result.allSatisfy { $0 == 5 })
    }

    @Test func sixtyMegabytesThroughTheHost() throws {
        let sandbox = try makeSandbox()
        let data = (0..<Self.size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 12) }
        #expect(try sandbox.call("bytesThroughHost", data) as [UInt8] == data)
    }
}
