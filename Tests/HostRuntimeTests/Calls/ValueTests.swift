import Testing

@testable import HostRuntime

@Suite("Values through a guest and back")
struct ValueTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try .test()
    }

    @Test func integersKeepTheirBits() throws {
        for value: Int32 in [0, 1, -1, .min, .max] { #expect(try sandbox.call("echoInt32", value) == value) }
        for value: UInt32 in [0, 1, .max] { #expect(try sandbox.call("echoUInt32", value) == value) }
        for value: Int64 in [0, 1, -1, .min, .max] { #expect(try sandbox.call("echoInt64", value) == value) }
        for value: UInt64 in [0, 1, .max] { #expect(try sandbox.call("echoUInt64", value) == value) }
    }

    @Test func floatsKeepTheirBits() throws {
        let values: [Float] = [
            0, -0.0, 1, -1, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
            Float(bitPattern: 0x7fc0_1234), Float(bitPattern: 0xff80_0001),
        ]
        for value in values {
            let result: Float = try sandbox.call("echoFloat", value)
            #expect(result.bitPattern == value.bitPattern)
        }
    }

    @Test func doublesKeepTheirBits() throws {
        let values: [Double] = [
            0, -0.0, 1, -1, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
            Double(bitPattern: 0x7ff8_0000_dead_beef), Double(bitPattern: 0xfff0_0000_0000_0001),
        ]
        for value in values {
            let result: Double = try sandbox.call("echoDouble", value)
            #expect(result.bitPattern == value.bitPattern)
        }
    }

    @Test func truthValues() throws {
        #expect(try sandbox.call("echoBool", true) == true)
        #expect(try sandbox.call("echoBool", false) == false)
    }

    @Test(arguments: ["", "a", "embedded\0NUL", "grüße, 世界 👩‍👩‍👧‍👦", String(repeating: "x", count: 60_000)])
    func strings(_ value: String) throws {
        let result: String = try sandbox.call("echoString", value)
        #expect(Array(result.utf8) == Array(value.utf8))
    }

    @Test(arguments: [0, 1, 7, 8, 4095, 4096, 60_000])
    func bytes(_ count: Int) throws {
        let value = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try sandbox.call("echoBytes", value) == value)
    }

    @Test func nothing() throws {
        try sandbox.call("nothing")
    }

    @Test func everyTypeAtOnce() throws {
        let result: String = try sandbox.call(
            "describeAll", Int32(-1), UInt32(2), Int64(-3), UInt64(4), Float(1.5), -2.5, true, "text", [UInt8](1...9))
        #expect(result == "-1 2 -3 4 \(Float(1.5).bitPattern) \((-2.5).bitPattern) true text 9")
    }

    @Test func thirtyTwoParameters() throws {
        let one = Int32(1)
        let result: Int32 = try sandbox.call(
            "sum32", one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one,
            one, one, one, one, one, one, one, one, one, one, one, Int32(10))
        #expect(result == 41)
    }

    @Test func guestReadsBytesWhereTheHostWroteThem() throws {
        let data = [UInt8](repeating: 7, count: 10_000)
        let address: UInt64 = try sandbox.call("bytesAddress", data)
        let layout = try #require(sandbox.resources).layout
        #expect(layout.input.contains(GuestAddress(rawBits: address)))
        #expect(try sandbox.call("bytesSum", data) == UInt64(70_000))
    }
}
