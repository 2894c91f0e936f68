import Testing

@testable import HostRuntime

/// Replays what guests write against the policy and against the fixed ones, by a model of what a machine takes for each.
@Suite("Hot pages beside fixed policies")
struct HotPagesSimulationTests {
    private func expectNearTheBest(_ sets: DirtySets) throws {
        let memory = try #require(GuestRange(start: 0x1_0000, count: UInt64(sets.pageCount) * 4096))
        for machine in MachineCosts.all {
            let ours = try ResetPolicy.costOfHotPages(sets, in: memory, on: machine)
            let best = try #require(ResetPolicy.allCases.map { $0.cost(of: sets, on: machine) }.min())
            #expect(ours <= 1.2 * best, "\(sets), \(machine): \(ours / best) × the best")
        }
    }

    @Test(arguments: DirtySets.invented)
    func inventedGuests(_ sets: DirtySets) throws {
        try expectNearTheBest(sets)
    }

    @Test func recordedCalls() throws {
        let recordings = [
            try DirtySets.recorded("one function") { sandbox, _ in _ = try sandbox.call("increment") as Int32 },
            try DirtySets.recorded("a growing dictionary") { sandbox, call in
                for name in 0..<call % 10 { _ = try sandbox.call("remember", "name \(name)") as Int32 }
            },
            try DirtySets.recorded("traps among calls") { sandbox, call in
                if call % 7 == 3 { try sandbox.call("trapFatalError", "on purpose") }
                _ = try sandbox.call("remember", "name \(call)") as Int32
            },
            try DirtySets.recorded("arguments of all sizes") { sandbox, call in
                _ = try sandbox.call("rememberedNames") as Int32
                _ = try sandbox.call("remember", String(repeating: "x", count: call * 300)) as Int32
            },
        ]
        for recording in recordings {
            #expect(recording.calls.contains { !$0.isEmpty })
            try expectNearTheBest(recording)
        }
    }

    /// The model itself: each fixed policy is the best for something, or the comparison says little.
    @Test func thereIsAReasonForEachPolicyButDropping() {
        for (policy, name) in [(ResetPolicy.protectAll, "16, and 5,000 once"), (.keepAllHot, "the same 256")] {
            let sets = DirtySets.invented.first { $0.description == name }
            for machine in MachineCosts.all {
                let costs = sets.map { sets in ResetPolicy.allCases.map { ($0, $0.cost(of: sets, on: machine)) } }
                #expect(costs?.min { $0.1 < $1.1 }?.0 == policy)
            }
        }
    }
}
