import Foundation
import HostRuntime

/// Calls with restore of many sandboxes of one snapshot on all cores, beside as many of the floor's machines doing round
/// trips and reading their dirty logs.
func measureThroughput(_ subject: Subject) throws -> [Row] {
    let counts = [1, 2, 8, 64]
    let crew = Crew(size: ProcessInfo.processInfo.activeProcessorCount)
    let origin = try subject.makeSandbox().snapshot()
    let largest = counts[counts.count - 1]
    let calls: [() throws -> Void] = try (0..<largest).map { _ in
        let sandbox = try subject.makeSandbox(from: origin)
        let nothing = try sandbox.function("nothing")
        return { try nothing(thenRestoringTo: origin) }
    }
    let roundTrips: [() throws -> Void] = try (0..<largest).map { _ in
        let machine = try FloorMachine(logsDirtyPages: true)
        return {
            try machine.registerRoundTrips(1)
            try machine.readDirtyLog(1)
        }
    }

    let (rounds, duration) = (40, 20e6)
    var (ours, floor) = ([[Double]](repeating: [], count: counts.count), [[Double]](repeating: [], count: counts.count))
    // Each vCPU once by its thread before it counts.
    for round in 0...rounds {
        for index in counts.indices {
            let count = counts[index]
            let callRate = try crew.rate(of: Array(calls[..<count]), for: duration)
            let roundTripRate = try crew.rate(of: Array(roundTrips[..<count]), for: duration)
            guard round > 0 else { continue }
            ours[index].append(callRate)
            floor[index].append(roundTripRate)
        }
    }
    return counts.indices.map { index in
        let count = counts[index]
        return Row(
            name: "calls with restore, \(count) \(count == 1 ? "sandbox" : "sandboxes")", unit: .perSecond,
            ours: Distribution(ours[index]), floor: Distribution(floor[index]),
            floorName: "round trips with registers and dirty-log reads of as many machines")
    }
}
