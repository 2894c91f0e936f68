import Testing

@testable import HostRuntime

@Suite("Snapshots of other kinds of sandbox")
struct SnapshotMismatchTests {
    private static let configuration = Sandbox.Configuration(
        heapSize: .kibibytes(128), stackSize: .kibibytes(64), inputSize: .kibibytes(32), outputSize: .kibibytes(32),
        logSize: .kibibytes(16))

    private func blueprint(
        _ code: [UInt8] = MachineCode.trap, _ configuration: Sandbox.Configuration = Self.configuration
    ) throws -> SandboxBlueprint {
        try SandboxBlueprint(image: RawGuest.image(code), configuration: configuration)
    }

    /// The message by which a snapshot is refused, or nil if it fits.
    private func refusal(of snapshot: SandboxBlueprint, by sandbox: SandboxBlueprint) -> String? {
        do throws(SandboxError) {
            try Snapshot(
                blueprint: snapshot, limits: .init(), contents: PageMap(groupCount: 1), monotonic: 0, copiedPages: 0
            ).validate(
                for: sandbox)
            return nil
        } catch {
            #expect(error.code == .snapshotMismatch)
            return error.message
        }
    }

    @Test func theSameImageAndSizesWillDo() throws {
        #expect(try refusal(of: blueprint(), by: blueprint()) == nil, "also when read twice")
        let one = try blueprint()
        #expect(refusal(of: one, by: one) == nil)
    }

    @Test(arguments: [
        ("heap", "256 KiB", Sandbox.Configuration(heapSize: .kibibytes(256))),
        ("stack", "128 KiB", Sandbox.Configuration(stackSize: .kibibytes(128))),
        ("log buffer", "64 KiB", Sandbox.Configuration(logSize: .kibibytes(64))),
        // With the page for answers.
        ("input buffer", "68 KiB", Sandbox.Configuration(inputSize: .kibibytes(64))),
        ("output buffer", "64 KiB", Sandbox.Configuration(outputSize: .kibibytes(64))),
    ])
    func theRegionThatDiffersIsNamed(name: String, size: String, changed: Sandbox.Configuration) throws {
        var other = Self.configuration
        switch name {
        case "heap": other.heapSize = changed.heapSize
        case "stack": other.stackSize = changed.stackSize
        case "log buffer": other.logSize = changed.logSize
        case "input buffer": other.inputSize = changed.inputSize
        default: other.outputSize = changed.outputSize
        }
        let (left, right) = (try blueprint(), try blueprint(MachineCode.trap, other))
        let one = try #require(refusal(of: left, by: right))
        #expect(one.contains("the \(name) is of ") && one.contains("the sandbox's of \(size) at"), "\(one)")
        let reverse = try #require(refusal(of: right, by: left))
        #expect(reverse.contains("the \(name) is of \(size) at"), "\(reverse)")
    }

    /// As much memory in all, in other regions.
    @Test func sizeIsNotEverything() throws {
        var other = Self.configuration
        (other.heapSize, other.stackSize) = (other.stackSize, other.heapSize)
        let (left, right) = (try blueprint(), try blueprint(MachineCode.trap, other))
        #expect(left.layout.memory == right.layout.memory)
        let message = try #require(refusal(of: left, by: right))
        #expect(message.contains("the stack is of 64 KiB"), "\(message)")
    }

    @Test func anImageOfOtherBytesIsRefused() throws {
        let code = MachineCode.spin + MachineCode.trap
        let message = try #require(
            refusal(of: blueprint(code), by: blueprint(MachineCode.spin + [0x90, 0x90])))
        // The code begins the file's second page.
        #expect(message.contains("the guest image differs from the sandbox's at byte 4098"), "\(message)")
    }

    @Test func anImageOfAnotherSizeIsRefused() throws {
        let message = try #require(
            refusal(of: blueprint([0x90, 0x90]), by: blueprint([0x90, 0x90, 0x90])))
        #expect(message.contains("the guest image is of 4098 bytes, the sandbox's of 4099"), "\(message)")
    }

    @Test func aRefusedCallDoesNotRun() throws {
        let snapshot = Snapshot(
            blueprint: try blueprint(), limits: .init(), contents: PageMap(groupCount: 1), monotonic: 0, copiedPages: 0)
        let sandbox = try Sandbox.test()
        try expectError(.snapshotMismatch) { try sandbox.call("increment", thenRestoringTo: snapshot) as Int32 }
        #expect(sandbox.statistics.calls == 0)
        #expect(try sandbox.call("increment") == Int32(1))
    }
}
