import HostRuntime

/// Making a sandbox, from an image that is loaded until its guest has started or from a snapshot, and freeing it.
func measureLifecycle(_ subject: Subject) throws -> [Row] {
    let snapshot = try subject.makeSandbox().snapshot()
    let file = try FloorMemoryFile()
    let sides: [() throws -> (Double, Double)] = [
        { try measure { try subject.makeSandbox() } },
        { try measure { try subject.makeSandbox(from: snapshot) } },
        { try measure { try FloorMachine(logsDirtyPages: true) } },
        { try measure { try FloorMachine(from: file) } },
    ]
    var created = [[Double]](repeating: [], count: sides.count)
    var dropped = created
    for round in 0..<200 {
        for position in sides.indices {
            let side = (position + round) % sides.count
            let (create, drop) = try sides[side]()
            created[side].append(create)
            dropped[side].append(drop)
        }
    }
    func row(_ name: String, _ ours: [Double], _ floor: [Double], _ floorName: String) -> Row {
        Row(name: name, ours: Distribution(ours), floor: Distribution(floor), floorName: floorName)
    }
    return [
        row("create from image", created[0], created[2], "VM, memory slot, vCPU, first exit"),
        row("create from snapshot", created[1], created[3], "VM, memory slot of a private file, vCPU, first exit"),
        row("drop", dropped[0], dropped[2], "closing these"),
        row("drop, from snapshot", dropped[1], dropped[3], "closing these"),
    ]
}

private func measure<Value: AnyObject>(_ make: () throws -> Value) throws -> (create: Double, drop: Double) {
    var value: Value?
    let create = try nanoseconds { value = try make() }
    let drop = nanoseconds { value = nil }
    _ = value
    return (create, drop)
}
