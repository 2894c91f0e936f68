import HostRuntime
import Kernels

/// The same functions in a guest and in this process, compiled from the same source with the same optimisation.
func measureCompute(_ subject: Subject) throws -> [Row] {
    let sandbox = try subject.makeSandbox(Subject.configuration(heapSize: .mebibytes(128)))
    let elements = 8 << 20
    try sandbox.call("prepareWalk", UInt64(elements))
    let walk = MemoryWalk(count: elements)
    return [
        try row("integer loop", sandbox, "integerLoop", steps: 2_000_000) { integerLoop(steps: $0) },
        try row("memory-bound loop", sandbox, "walkMemory", steps: 30_000) { walk.run(steps: $0) },
        try row("floating-point loop", sandbox, "floatingPointLoop", steps: 1_500_000) { floatingPointLoop(steps: $0) },
        try row("SHA-256", sandbox, "hash", steps: 12_000) { hash(blocks: $0) },
    ]
}

private func row<Value: WireValue & Equatable>(
    _ name: String, _ sandbox: Sandbox, _ function: String, steps: UInt64, _ native: @escaping (UInt64) -> Value
) throws -> Row {
    let guest = try sandbox.function(function, taking: UInt64.self, returning: Value.self)
    let expected = native(steps)
    func check(_ value: Value) throws {
        guard value == expected else { throw DifferentResult(description: "\(function): \(value), not \(expected)") }
    }
    // Samples of some milliseconds: the exit is less than a hundredth of one, and an interruption spoils few of them.
    let (ours, floor) = try compare(Schedule(samples: 150)) { count in
        for _ in 0..<count { try check(guest(steps)) }
    } floor: { count in
        for _ in 0..<count { try check(native(steps)) }
    }
    return Row(name: name, ours: ours, floor: floor, floorName: "the same in this process")
}

private struct DifferentResult: Error, CustomStringConvertible {
    let description: String
}
