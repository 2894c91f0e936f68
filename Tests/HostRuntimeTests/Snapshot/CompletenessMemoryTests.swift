import Testing

@testable import HostRuntime

/// No byte of an earlier tenant is left in memory: neither the host, which sees all of it, nor the next call finds one.
@Suite("Completeness of restores: memory")
struct CompletenessMemoryTests {
    private func fill(_ secret: SecretSandbox, _ range: GuestRange) throws {
        try secret.sandbox.call("fill", range.start.rawValue, range.byteCount, SecretSandbox.word)
    }

    private func part(_ address: UInt64) throws -> GuestRange { try #require(GuestRange(start: address, count: 64)) }

    /// The beginning, the middle and the end of each region that the guest can write, but for what its code needs.
    @Test(arguments: ["data", "stack", "log buffer", "input buffer", "output buffer", "heap"])
    func everyRegion(_ name: String) throws {
        let secret = try SecretSandbox()
        let range = try #require(secret.layout.regions.first { $0.name == name && $0.access == .guestData }).range
        let (start, end) = (range.start.rawValue, range.end.rawValue)
        var places = [start, start + range.byteCount / 2 & ~7, end - 64]
        switch name {
        // The guest's variables are in use, and the rest is what it has no name for.
        case "data": places = [end - 64]
        // The calls use the upper end; the rest is what calls have left below the stack pointer.
        case "stack": places.removeLast()
        // The first word counts the records.
        case "log buffer": places[0] += 64
        // Messages end where their buffers do.
        case "input buffer", "output buffer": places[2] -= 4096
        // The first block's header and the heap's records would be damaged.
        case "heap": places.removeFirst()
        default: break
        }
        for place in places {
            try fill(secret, part(place))
            #expect(try secret.secretsInMemory(part(place)) == 8, "\(GuestAddress(rawBits: place))")
            #expect(try secret.sandbox.call("count", place, UInt64(64), ~SecretSandbox.word) == UInt64(8))
        }
        try secret.expectNothingAfterRestore()
    }

    @Test func freedHeapBlocks() throws {
        let secret = try SecretSandbox()
        for size in [16, 100, 5000, 50_000] {
            let bytes = [UInt8]((0..<size / 8).flatMap { _ in SecretSandbox.bytes[..<8] })
            try secret.sandbox.call("keep", bytes)
        }
        try secret.sandbox.call("keep", [UInt8]())
        #expect(try secret.secretsInMemory(secret.layout.heap) > 5000)
        #expect(try secret.secretsFoundByGuest() > 5000)
        try secret.restore()
        for size in [UInt32(16), 100, 5000, 50_000] {
            let bytes: [UInt8] = try secret.sandbox.call("uninitialized", size)
            #expect(!bytes.contains(SecretSandbox.bytes[..<8]))
        }
        try secret.expectNothingAfterRestore()
    }

    @Test func variablesOfTheGuest() throws {
        let secret = try SecretSandbox()
        try secret.sandbox.call("keep", SecretSandbox.bytes)
        #expect(try secret.sandbox.call("keptBytes") == SecretSandbox.bytes)
        try secret.restore()
        #expect(try secret.sandbox.call("keptBytes") == [UInt8]())
        try secret.expectNothingAfterRestore()
    }

    /// The state of the allocator is that of the snapshot: the next allocation is where it would have been.
    @Test func theAllocator() throws {
        let secret = try SecretSandbox()
        let addresses: [UInt64] = try (0..<3).map { round in
            if round == 1 { try secret.sandbox.call("keep", [UInt8](repeating: 1, count: 3000)) }
            if round == 2 { try secret.restore() }
            return try secret.sandbox.call("addressOfBlock", UInt32(64))
        }
        #expect(addresses[1] != addresses[0])
        #expect(addresses[2] == addresses[0])
    }

    /// The supervisor keeps RAX and the faulting address on its own stack, out of the guest's reach.
    @Test func theSupervisorsStack() throws {
        let secret = try SecretSandbox()
        let region = try #require(secret.layout.regions.first { $0.name == "supervisor stacks" })
        try expectError(.fault) {
            try secret.sandbox.call(
                "plantAndLeave", SecretSandbox.word, UInt64(0), UInt32(3), UInt32(0), UInt64(0), UInt64(0))
        }
        #expect(try secret.secretsInMemory(region.range) == 2)
        try secret.expectNothingAfterRestore()
    }

    @Test func arguments() throws {
        let secret = try SecretSandbox()
        let bytes = [UInt8]((0..<1000).flatMap { _ in SecretSandbox.bytes })
        let _: [UInt8] = try secret.sandbox.call("reply", bytes)
        #expect(try secret.secretsInMemory(secret.layout.input) == 8000)
        #expect(try secret.secretsInMemory(secret.layout.output) == 8000)
        #expect(try secret.secretsFoundByGuest() >= 16_000)
        try secret.expectNothingAfterRestore()
    }

    /// The host refuses them after it has written a part.
    @Test func argumentsThatDoNotFit() throws {
        let secret = try SecretSandbox()
        let bytes = [UInt8]((0..<600).flatMap { _ in SecretSandbox.bytes })
        try expectError(.argumentsTooLarge) {
            try secret.sandbox.call("twoArguments", bytes, [UInt8](repeating: 0, count: 40_000)) as UInt64
        }
        #expect(try secret.secretsInMemory(secret.layout.input) > 0)
        try secret.expectNothingAfterRestore()
    }

    /// The snapshot that a restore goes to may itself hold secrets; the one before it must not get them.
    @Test func olderSnapshotsDoNotHoldIt() throws {
        let secret = try SecretSandbox()
        try secret.sandbox.call("keep", SecretSandbox.bytes)
        let later = try secret.sandbox.snapshot()
        try secret.restore()
        #expect(try secret.secretsInMemory() == 0)
        try secret.sandbox.restore(to: later)
        #expect(try secret.sandbox.call("keptBytes") == SecretSandbox.bytes)
        try secret.expectNothingAfterRestore()
    }
}
