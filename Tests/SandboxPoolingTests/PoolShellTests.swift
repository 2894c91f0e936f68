import GuestTestSupport
import HostRuntime
import Testing

@testable import SandboxPooling

@Suite("Shells of pools")
struct PoolShellTests {
    private func pool(
        size: Int, maximumIdle: Int? = nil, shells: ShellCache? = nil, snapshot: Snapshot? = nil
    ) throws -> SandboxPool {
        var configuration = SandboxPool.Configuration.test(size: size)
        configuration.maximumIdle = maximumIdle
        configuration.shells = shells
        return try SandboxPool(
            snapshot: snapshot ?? TestGuest.snapshot.get(), hostFunctions: TestGuest.hostFunctions,
            configuration: configuration)
    }

    /// Borrows several sandboxes at a time, and returns when all are back.
    private func burst(of count: Int, _ pool: SandboxPool) async throws {
        let gate = Gate()
        var holders: [Task<Void, any Error>] = []
        for _ in 0..<count { holders.append(try await pool.hold(until: gate)) }
        gate.open()
        for holder in holders { try await holder.value }
    }

    @Test func whatABurstNeededIsLetGo() async throws {
        let pool = try pool(size: 5, maximumIdle: 2)
        try await burst(of: 5, pool)
        try await eventually { pool.ownShells?.count == 3 }
        #expect(pool.statistics.idle == 2)
        try await burst(of: 4, pool)
        // Two of the four had a shell to move into, and left it again.
        try await eventually { pool.ownShells?.count == 3 }
        #expect(pool.statistics.idle == 2)
        await pool.shutdown()
        #expect(pool.ownShells?.count == 0)
    }

    @Test func aReplacementMovesIntoTheShell() async throws {
        let pool = try pool(size: 1)
        for _ in 0..<3 {
            try await pool.withSandbox { sandbox in
                #expect(try await sandbox.call("increment") == Int32(1))
                try sandbox.close()
            }
            try await eventually { pool.statistics.lent == 0 && pool.ownShells?.count == 1 }
        }
        #expect(pool.statistics.replacements == 3)
        await pool.shutdown()
    }

    @Test func poolsOfDifferentGuestsShareThem() async throws {
        let shells = ShellCache(capacity: 4)
        let first = try TestGuest.snapshot.get()
        let sandbox = try Sandbox(
            guest: .image(first.image), configuration: .init(inputSize: .kibibytes(192), logger: .silent),
            hostFunctions: TestGuest.hostFunctions)
        _ = try await sandbox.call("increment") as Int32
        let second = try sandbox.snapshot()
        let pools = [
            try pool(size: 2, maximumIdle: 0, shells: shells),
            try pool(size: 2, maximumIdle: 0, shells: shells, snapshot: second),
        ]
        for round in 0..<6 {
            let count: Int32 = try await pools[round % 2].withSandbox { try $0.call("increment") }
            #expect(count == Int32(round % 2 + 1))
            try await eventually { shells.count == 1 }
        }
        for pool in pools { await pool.shutdown() }
        #expect(shells.count == 1, "it is not the pools' to empty")
    }

    @Test(arguments: [-1, 1, 4]) func aMaximumThatMakesNoSenseIsRefused(_ maximum: Int) throws {
        var configuration = SandboxPool.Configuration.test(size: 3, idle: 2)
        configuration.maximumIdle = maximum
        let error = #expect(throws: SandboxPoolError.self) { try configuration.validate() }
        #expect(error?.message.hasPrefix("maximumIdle is \(maximum)") == true)
    }
}
