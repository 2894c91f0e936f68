import Testing

@testable import HostRuntime

/// A guest that moves into shells: its snapshot, and what a sandbox made from it must be.
struct ShellTenant {
    enum Guest {
        case test, secret, hostile
    }

    let guest: Guest
    let snapshot: Snapshot
    private let memory: MemoryCopy

    init(_ guest: Guest, heapSize: MemorySize, stackSize: MemorySize = .kibibytes(64)) throws {
        self.guest = guest
        let image = try Self.image(of: guest).get()
        let sandbox = try Sandbox(
            guest: .image(image), configuration: .init(heapSize: heapSize, stackSize: stackSize, logger: .silent),
            hostFunctions: Self.hostFunctions(of: guest))
        if guest == .test {
            try sandbox.call("incrementBy", Int32(7))
            try sandbox.call("keepBlock", UInt32(0), UInt32(9000), UInt32(3))
        }
        snapshot = try sandbox.snapshot()
        memory = try MemoryCopy(of: #require(sandbox.resources), includingPageTables: false)
    }

    /// Guests and sizes of all kinds; the first is the largest, and all others fit its shell.
    static func all() throws -> [ShellTenant] {
        [
            try ShellTenant(.test, heapSize: .mebibytes(6)),
            try ShellTenant(.secret, heapSize: .kibibytes(256)),
            try ShellTenant(.hostile, heapSize: .mebibytes(4)),
            // The same image and another stack: nearly all is at other addresses.
            try ShellTenant(.test, heapSize: .mebibytes(3), stackSize: .kibibytes(256)),
            // The same memory map, and other contents.
            try ShellTenant(.test, heapSize: .mebibytes(6)),
        ]
    }

    private static func image(of guest: Guest) -> Result<GuestImage, any Error> {
        switch guest {
        case .test: TestGuests.test
        case .secret: TestGuests.secret
        case .hostile: TestGuests.hostile
        }
    }

    private static func hostFunctions(of guest: Guest) -> HostFunctions {
        switch guest {
        case .test: .forTests
        case .secret: .forSecrets
        case .hostile: HostFunctions()
        }
    }

    func moveIn(_ shells: ShellCache?, tracksDirtyPages: Bool = true) throws -> Sandbox {
        try .clone(
            of: snapshot, hostFunctions: Self.hostFunctions(of: guest), tracksDirtyPages: tracksDirtyPages,
            shells: shells)
    }

    /// Where a sandbox's memory is not what the snapshot has, in words.
    func difference(from sandbox: Sandbox) throws -> String? {
        memory.difference(from: try #require(sandbox.resources))
    }

    /// Checks what the guest answers, and leaves traces in its memory.
    ///
    /// - Returns: What is wrong, if anything is.
    func use(_ sandbox: Sandbox) throws -> String? {
        switch guest {
        case .test:
            let counter: Int32 = try sandbox.call("increment")
            let sum: UInt64 = try sandbox.call("keptSum")
            try sandbox.call("keepBlock", UInt32(1), UInt32(200_000), UInt32(0xab))
            return counter == 8 && sum == 27_000 ? nil : "the guest counts \(counter) and sums \(sum)"
        case .secret:
            let kept: [UInt8] = try sandbox.call("keptBytes")
            try sandbox.call("keep", SecretSandbox.bytes)
            return kept.isEmpty ? nil : "the guest keeps \(kept)"
        case .hostile:
            let answer: Int32 = try sandbox.call("harmless")
            return answer == 1 ? nil : "the guest answers \(answer)"
        }
    }
}
