import HostRuntime
import SandboxPooling

/// The way from a pool that has a sandbox ready to the result of a call in it: one that has never run, and one that has
/// been lent before.
func measurePool(_ subject: Subject) async throws -> [Row] {
    let snapshot = try subject.makeSandbox().snapshot()
    let needs = try FirstCall(of: snapshot, subject)
    let file = try FloorMemoryFile()
    let configuration = SandboxPool.Configuration(maximumSize: 1, logger: Subject.logger, guestLogger: Subject.logger)

    func resultFrom(_ pool: SandboxPool) async throws -> Double {
        let start = monotonicTime()
        let end = try await pool.withSandbox { sandbox in
            try sandbox.call("nothing")
            return monotonicTime()
        }
        return Double(end - start)
    }

    var (new, used, newFloor, usedFloor): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    for round in 0..<200 {
        let pool = try SandboxPool(
            snapshot: snapshot, hostFunctions: subject.hostFunctions, configuration: configuration)
        let floor = try FloorMachine(from: file)
        while pool.statistics.idle == 0 { try await Task.sleep(for: .milliseconds(1)) }
        func measureFloor() throws {
            newFloor.append(
                try nanoseconds { try floor.touchPages(written: needs.written, read: needs.read) })
            usedFloor.append(try nanoseconds { try floor.registerRoundTrips(1) })
        }
        if round.isMultiple(of: 2) { try measureFloor() }
        new.append(try await resultFrom(pool))
        used.append(try await resultFrom(pool))
        if !round.isMultiple(of: 2) { try measureFloor() }
        await pool.shutdown()
    }
    return [
        Row(
            name: "from a pool to the first result, new sandbox", ours: Distribution(new),
            floor: Distribution(newFloor), floorName: needs.floorName),
        Row(
            name: "from a pool to the first result, used sandbox", ours: Distribution(used),
            floor: Distribution(usedFloor), floorName: "round trip with registers"),
    ]
}
