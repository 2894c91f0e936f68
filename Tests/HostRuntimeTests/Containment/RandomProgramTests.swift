import Testing

@testable import HostRuntime

/// Whatever machine code a guest runs: its call ends, nothing of the supervisor changes, and a restore undoes it all.
@Suite("Random guest programs")
struct RandomProgramTests {
    @Test func everyProgramIsContained() throws {
        try Watchdog.keep { watchdog in
            let sandbox = try ProgramSandbox()
            var endings: [CallEnding: Int] = [:]
            for number in 0..<RandomProgramSettings.count {
                let program = RandomProgram(seed: RandomProgramSettings.seed &+ number, sandbox.instructions)
                do {
                    endings[try sandbox.run(program, watchedBy: watchdog), default: 0] += 1
                } catch {
                    Issue.record("program \(number) is not contained: \(error)\n\(program.reproduction)")
                    return
                }
            }
            // Programs that all end alike would show nothing.
            if RandomProgramSettings.count >= 1000 {
                for ending in [CallEnding.returned, .fault, .protocolViolation, .cancelled] {
                    #expect(endings[ending] != nil, "\(endings)")
                }
            }
        }
    }

    /// The test of the test.
    @Test(arguments: [SupervisorLayout.code, SupervisorLayout.descriptors, SupervisorLayout.pageTables.start])
    func aChangedByteIsFound(_ place: GuestAddress) throws {
        let sandbox = try ProgramSandbox()
        let program = RandomProgram(seed: 1, sandbox.instructions)
        let error = #expect(throws: ContainmentViolation.self) {
            try Watchdog.keep { watchdog in
                _ = try sandbox.run(program, watchedBy: watchdog) { resources in
                    let byte = resources.memory.load(place.rawValue, as: UInt8.self) ?? 0
                    _ = resources.memory.store(byte ^ 1, at: place.rawValue)
                }
            }
        }
        #expect(error?.description.contains("has changed") == true)
    }
}
