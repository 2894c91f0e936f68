import Glibc
import Logging
import Testing

@testable import HostRuntime

/// A sandbox of `SecretGuest`, a snapshot from before there was any secret, and the ways to look for one.
struct SecretSandbox {
    /// The secret. No guest image and no message has it until a test passes it on; it is an aligned address of nothing.
    static let word: UInt64 = 0x5ec2_e75a_c3b8

    let sandbox: Sandbox
    let clean: Snapshot
    let resources: SandboxResources

    var layout: SandboxLayout { resources.layout }

    init(
        heapSize: MemorySize = .kibibytes(256), hostFunctions: HostFunctions = .forSecrets, logger: Logger = .silent,
        makeMachine: @escaping SandboxShell.MakeMachine = KVMVirtualMachine.init
    ) throws {
        sandbox = try Sandbox(
            guest: .image(TestGuests.secret.get()),
            configuration: .init(heapSize: heapSize, stackSize: .kibibytes(64), logger: logger),
            hostFunctions: hostFunctions, makeMachine: makeMachine)
        resources = try #require(sandbox.resources)
        try sandbox.call("setReachable", ReachableState.current.get().flags)
        clean = try sandbox.snapshot()
    }

    func restore() throws { try sandbox.restore(to: clean) }

    /// How often the secret stands in `range`, or in all of the memory, as the host sees it.
    func secretsInMemory(_ range: GuestRange? = nil) throws -> Int {
        try withUnsafeBytes(of: Self.word) { try occurrences(of: $0, in: range ?? layout.memory) }
    }

    /// Whether the secret for people stands in `range`, as the host sees it.
    func isTextInMemory(_ range: GuestRange) throws -> Bool {
        try Array(Self.text.utf8).withUnsafeBytes { try occurrences(of: $0, in: range) } > 0
    }

    private func occurrences(of pattern: UnsafeRawBufferPointer, in range: GuestRange) throws -> Int {
        var rest = try #require(resources.memory.bytes(range))
        let (wanted, first) = (try #require(pattern.baseAddress), try #require(pattern.first))
        var count = 0
        while rest.count >= pattern.count, let start = rest.baseAddress,
            let candidate = memchr(start, Int32(first), rest.count - pattern.count + 1)
        {
            if memcmp(candidate, wanted, pattern.count) == 0 { count += 1 }
            rest = UnsafeRawBufferPointer(rebasing: rest[(start.distance(to: UnsafeRawPointer(candidate)) + 1)...])
        }
        return count
    }

    /// How often the guest finds the secret in all that it can read.
    func secretsFoundByGuest() throws -> UInt64 {
        let readable: [SandboxLayout.Access] = [.guestCode, .guestReadOnly, .guestData]
        return try layout.regions.filter { readable.contains($0.access) }.reduce(0) { sum, region in
            let range = region.range
            let count: UInt64 = try sandbox.call("count", range.start.rawValue, range.byteCount, ~Self.word)
            return sum + count
        }
    }

    /// Restores the sandbox, and looks for the secret from the outside and the inside.
    func expectNothingAfterRestore(sourceLocation: SourceLocation = #_sourceLocation) throws {
        try restore()
        #expect(try secretsInMemory() == 0, sourceLocation: sourceLocation)
        #expect(try secretsFoundByGuest() == 0, sourceLocation: sourceLocation)
        #expect(try secretsInMemory() == 0, sourceLocation: sourceLocation)
    }
}

extension HostFunctions {
    /// All that `SecretGuest` imports.
    static var forSecrets: HostFunctions {
        var functions = HostFunctions()
        functions.register("hostSecret") { () -> [UInt8] in SecretSandbox.bytes }
        functions.register("hostFail") { () throws -> Void in throw HostFailure(text: SecretSandbox.text) }
        return functions
    }
}

extension SecretSandbox {
    /// The secret, eight times.
    static let bytes = (0..<8).flatMap { _ in withUnsafeBytes(of: word) { Array($0) } }
    /// The secret for people. Its bytes are not those of ``word``.
    static let text = "the password is xyzzy"
}
