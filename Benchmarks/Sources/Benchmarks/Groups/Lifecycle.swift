import HostRuntime

/// Making a sandbox from an image that is loaded, until its guest has started, and freeing it.
func measureLifecycle(_ subject: Subject) throws -> [Row] {
    var created: [[Double]] = [[], []]
    var dropped: [[Double]] = [[], []]
    for round in 0..<200 {
        for side in [round % 2, 1 - round % 2] {
            let (create, drop) = try side == 0 ? measureSandbox(subject) : measureFloor()
            created[side].append(create)
            dropped[side].append(drop)
        }
    }
    return [
        Row(
            name: "create from image", ours: Distribution(created[0]), floor: Distribution(created[1]),
            floorName: "VM, memory slot, vCPU, first exit"),
        Row(
            name: "drop", ours: Distribution(dropped[0]), floor: Distribution(dropped[1]),
            floorName: "closing these"),
    ]
}

private func measureSandbox(_ subject: Subject) throws -> (Double, Double) {
    var sandbox: Sandbox?
    let create = try nanoseconds { sandbox = try subject.makeSandbox() }
    let drop = nanoseconds { sandbox = nil }
    _ = sandbox
    return (create, drop)
}

private func measureFloor() throws -> (Double, Double) {
    var machine: FloorMachine?
    let create = try nanoseconds { machine = try FloorMachine() }
    let drop = nanoseconds { machine = nil }
    _ = machine
    return (create, drop)
}
