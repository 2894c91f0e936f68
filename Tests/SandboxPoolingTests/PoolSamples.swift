import GuestTestSupport
import HostRuntime
import Logging
import SandboxPooling
import SandboxPoolingLifecycle
import ServiceLifecycle
import Testing
import UnixSignals

/// The code of docs/pools.md, and of the documentation comments.
@Suite("The documentation's pools")
struct PoolSamples {
    // sample: make
    /// One sandbox is started and taken to where every request shall begin; the pool's are made from its snapshot.
    func makePool(for image: GuestImage, hostFunctions: HostFunctions) throws -> SandboxPool {
        let sandbox = try Sandbox(guest: .image(image), hostFunctions: hostFunctions)
        try sandbox.call("incrementBy", 41 as Int32)
        let ready = try sandbox.snapshot()

        return try SandboxPool(
            snapshot: ready, hostFunctions: hostFunctions,
            configuration: .init(maximumSize: 16, minimumIdle: 2, waitTimeout: .seconds(2), name: "counter"))
    }
    // end sample

    private struct Response {
        var status: Int
        var text: String
    }

    // sample: serve
    private func respond(using pool: SandboxPool) async throws -> Response {
        do {
            let count = try await pool.withSandbox { sandbox in
                try await sandbox.call("increment", deadline: .now + .seconds(60)) as Int32
            }
            return Response(status: 200, text: "\(count)")
        } catch let error as SandboxPoolError where error.code == .tooManyWaiters || error.code == .timedOut {
            return Response(status: 503, text: "busy, try again")
        } catch let error as SandboxError {
            // The guest failed. Its sandbox is restored already.
            return Response(status: 500, text: error.message)
        }
    }
    // end sample

    // sample: service
    /// Services are shut down from the last to the first, so the server stops before the pool that it borrows from.
    func run(_ server: some Service, borrowingFrom pool: SandboxPool, logger: Logger) async throws {
        let group = ServiceGroup(services: [pool, server], gracefulShutdownSignals: [.sigterm], logger: logger)
        try await group.run()
    }
    // end sample

    @Test func borrowing() async throws {
        let snapshot = try TestGuest.snapshot.get()
        let hostFunctions = TestGuest.hostFunctions
        // sample: borrow
        let pool = try SandboxPool(
            snapshot: snapshot, hostFunctions: hostFunctions, configuration: .init(maximumSize: 8))
        let count = try await pool.withSandbox { sandbox in
            try await sandbox.call("increment") as Int32
        }
        // end sample
        #expect(count == 1)
        await pool.shutdown()
    }

    @Test func theyWork() async throws {
        let image = try TestGuest.snapshot.get().image
        let pool = try makePool(for: image, hostFunctions: TestGuest.hostFunctions)
        for _ in 0..<3 {
            let response = try await respond(using: pool)
            #expect((response.status, response.text) == (200, "42"))
        }
        await #expect(throws: ServiceGroupError.self) {
            try await run(Server(), borrowingFrom: pool, logger: .silent)
        }
        #expect(pool.statistics.idle == 0)
        try await expectError(.shuttingDown) { try await respond(using: pool) }
    }

    /// Ends by itself, which its group takes for a failure: it cancels the other services.
    private struct Server: Service {
        func run() async throws {}
    }
}
