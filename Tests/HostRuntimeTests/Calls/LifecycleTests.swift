import GuestTestSupport
import HostRuntime
import Logging
import Testing

@Suite("Making and closing sandboxes")
struct LifecycleTests {
    @Test func fromAPath() throws {
        let sandbox = try Sandbox(
            guest: .file(BuiltGuests.path("TestGuest")), configuration: .init(logger: .silent),
            hostFunctions: .forTests)
        #expect(try sandbox.call("echoInt32", Int32(3)) == Int32(3))
    }

    @Test func fromBytes() throws {
        let bytes = try FileBytes.read(BuiltGuests.path("TestGuest"))
        let sandbox = try Sandbox(
            guest: .bytes(bytes), configuration: .init(logger: .silent), hostFunctions: .forTests)
        #expect(try sandbox.call("echoInt32", Int32(3)) == Int32(3))
    }

    @Test func aGuestWithoutFunctions() throws {
        let sandbox = try Sandbox(guest: .image(TestGuests.empty.get()), configuration: .init(logger: .silent))
        #expect(sandbox.image.functions == [])
        let error = try expectError(.functionNotFound) { try sandbox.call("any") }
        #expect(error.message.contains("it exports: none"))
    }

    @Test func startCodeRunsOnce() throws {
        let sandbox = try Sandbox.test()
        #expect(try sandbox.call("starts") == Int32(1))
        #expect(try sandbox.call("starts") == Int32(1))
    }

    @Test func stateLastsFromCallToCall() throws {
        let sandbox = try Sandbox.test()
        for count: Int32 in 1...5 { #expect(try sandbox.call("increment") == count) }
        #expect(try Sandbox.test().call("increment") == Int32(1))
    }

    @Test func stringsAndDictionariesWork() throws {
        let sandbox = try Sandbox.test()
        for index in 0..<500 { #expect(try sandbox.call("remember", "naïve \(index % 250)") == Int32(index / 250 + 1)) }
        #expect(try sandbox.call("rememberedNames") == Int32(250))
    }

    @Test func everySandboxHasItsOwnRandomNumbers() throws {
        let numbers = try (0..<4).map { _ in
            let sandbox = try Sandbox.test()
            return [try sandbox.call("randomNumber") as UInt64, try sandbox.call("randomNumber")]
        }
        #expect(Set(numbers.joined()).count == 8)
    }

    @Test func closing() throws {
        let sandbox = try Sandbox.test()
        try sandbox.close()
        try sandbox.close()
        try expectError(.closed) { try sandbox.call("nothing") }
        sandbox.logLevel = .debug
    }

    @Test(arguments: [
        ("imageSize", Sandbox.Configuration(imageSize: .kibibytes(3))),
        ("imageSize", Sandbox.Configuration(imageSize: .gibibytes(3))),
        ("heapSize", Sandbox.Configuration(heapSize: .kibibytes(63))),
        ("heapSize", Sandbox.Configuration(heapSize: .gibibytes(17))),
        ("stackSize", Sandbox.Configuration(stackSize: .kibibytes(15))),
        ("stackSize", Sandbox.Configuration(stackSize: .mebibytes(65))),
        ("inputSize", Sandbox.Configuration(inputSize: .bytes(0))),
        ("inputSize", Sandbox.Configuration(inputSize: .gibibytes(2))),
        ("outputSize", Sandbox.Configuration(outputSize: .bytes(4095))),
        ("outputSize", Sandbox.Configuration(outputSize: .bytes(.max))),
        ("logSize", Sandbox.Configuration(logSize: .kibibytes(3))),
        ("logSize", Sandbox.Configuration(logSize: .gibibytes(.max))),
        ("traceSize", Sandbox.Configuration(traceSize: .kibibytes(3))),
        ("traceSize", Sandbox.Configuration(traceSize: .gibibytes(.max))),
    ])
    func sizesOutOfRange(_ name: String, _ configuration: Sandbox.Configuration) throws {
        let error = try expectError(.invalidConfiguration) { try Sandbox.test(configuration: configuration) }
        #expect(error.message.contains(name))
    }

    @Test func theSmallestSizes() throws {
        let sandbox = try Sandbox.test(
            configuration: .init(
                heapSize: .kibibytes(64), stackSize: .kibibytes(16), inputSize: .kibibytes(4),
                outputSize: .kibibytes(4), logSize: .kibibytes(4),
                traceSize: .kibibytes(4), logger: .silent))
        #expect(try sandbox.call("echoString", "small") == "small")
        try sandbox.call("logAtEveryLevel", String(repeating: "x", count: 3000))
    }

    @Test func theLargestHeapCostsNothingUntilUsed() throws {
        let sandbox = try Sandbox.test(configuration: .init(heapSize: .gibibytes(16), logger: .silent))
        #expect(try sandbox.call("allocateAndFree", UInt32(1 << 20), UInt32(10)) as UInt64 == 45)
    }

    @Test func oddSizesAreRoundedUp() throws {
        let sandbox = try Sandbox.test(
            configuration: .init(heapSize: .bytes(1_000_001), inputSize: .bytes(5000), logger: .silent))
        let text = String(repeating: "y", count: 4900)
        #expect(try sandbox.call("echoString", text) == text)
    }

    @Test func theHeapServesForEver() throws {
        let sandbox = try Sandbox.test()
        for _ in 0..<20 {
            _ = try sandbox.call("allocateAndFree", UInt32(1_000_000), UInt32(50)) as UInt64
            #expect(try sandbox.call("fragmentAndCoalesce", UInt64(4 << 20)) == true)
        }
    }

    /// Collections of other packages ask their storage how much fits.
    @Test func managedBuffersHaveRoom() throws {
        #expect(try Sandbox.test().call("managedBuffersHaveRoom") == true)
    }

    @Test(arguments: [UInt32(16), 32, 64, 256, 4096])
    func allocationsAreAligned(_ alignment: UInt32) throws {
        #expect(try Sandbox.test().call("isAligned", alignment) == true)
    }
}
