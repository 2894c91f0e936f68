import HostRuntime

/// The way to the first result of a sandbox that is made from a snapshot: in a VM of its own, in a shell, and from where it
/// stands ready.
func measureFirstResults(_ subject: Subject) throws -> [Row] {
    let snapshot = try subject.makeSandbox().snapshot()
    // Its memory is divided in another way, so it has page tables of its own.
    let other = try subject.makeSandbox(Subject.configuration(bufferSize: .kibibytes(128))).snapshot()
    let needs = try FirstCall(of: snapshot, subject)
    let file = try FloorMemoryFile()
    let (alone, sameShell, otherShell) = (
        Newcomer(subject, snapshot), Newcomer(subject, snapshot, after: snapshot),
        Newcomer(subject, snapshot, after: other)
    )
    var floor: FloorMachine?
    let times = try interleave(
        samples: 200, turn: 1,
        [
            alone.create(thenCall: true), sameShell.create(thenCall: false), sameShell.create(thenCall: true),
            otherShell.create(thenCall: false), otherShell.create(thenCall: true), alone.call(),
            PreparedWork {
                floor = try FloorMachine(from: file)
                try floor?.registerRoundTrips(1)
            } finish: {
                floor = nil
            },
            PreparedWork {
                floor = try FloorMachine(from: file)
            } work: {
                try floor?.touchPages(written: needs.written, read: needs.read)
            } finish: {
                floor = nil
            },
        ]
    ).map(Distribution.init)
    return [
        Row(
            name: "first result of a new sandbox", ours: times[0], floor: times[6],
            floorName: "VM, memory slot of a private file, vCPU, first exit, round trip with registers"),
        Row(name: "create in a shell, same guest", ours: times[1]),
        Row(name: "first result in a shell, same guest", ours: times[2]),
        Row(name: "create in a shell, another guest", ours: times[3]),
        Row(name: "first result in a shell, another guest", ours: times[4]),
        Row(
            name: "first call of an idle sandbox", ours: times[5], floor: times[7],
            floorName: needs.floorName),
    ]
}

/// A sandbox that is made from a snapshot for each sample, and is gone after it.
private final class Newcomer {
    private let subject: Subject
    private let snapshot: Snapshot
    private let predecessor: Snapshot?
    private var shells: ShellCache?
    private var sandbox: Sandbox?

    /// - Parameter predecessor: What had the shell before; nil for no shell.
    init(_ subject: Subject, _ snapshot: Snapshot, after predecessor: Snapshot? = nil) {
        (self.subject, self.snapshot, self.predecessor) = (subject, snapshot, predecessor)
    }

    func create(thenCall calls: Bool) -> PreparedWork {
        PreparedWork(
            prepare: leaveShell,
            work: {
                try self.make()
                if calls { try self.sandbox?.call("nothing") }
            }, finish: drop)
    }

    func call() -> PreparedWork {
        PreparedWork(prepare: make, work: { try self.sandbox?.call("nothing") }, finish: drop)
    }

    private func leaveShell() throws {
        guard let predecessor else { return }
        // A shell that has not seen the snapshot yet.
        let shells = ShellCache(capacity: 1)
        let sandbox = try subject.makeSandbox(from: predecessor, shells: shells)
        try sandbox.call("nothing")
        try sandbox.close()
        self.shells = shells
    }

    private func make() throws {
        sandbox = try subject.makeSandbox(from: snapshot, shells: shells)
    }

    private func drop() {
        (sandbox, shells) = (nil, nil)
    }
}
