import HostRuntime

/// Calls after each of which the sandbox is restored, beside a call without arguments that is not.
func measureRestoringCalls(_ subject: Subject) throws -> [Row] {
    let sandbox = try subject.makeSandbox()
    let counts: [UInt64] = [1, 16, 256]
    try sandbox.call("preparePages", counts.max() ?? 0)
    let nothing = try sandbox.function("nothing")
    let write = try sandbox.function("writePages", taking: UInt64.self)
    let base = try sandbox.snapshot()
    // Its pages stay writable: only restores protect them anew.
    let idle = try subject.makeSandbox().function("nothing")

    func row(_ name: String, pages: UInt64, _ call: @escaping () throws -> Void) throws -> Row {
        let (ours, floor) = try compare(Schedule(samples: pages > 16 ? 500 : 2000, turn: 20)) { count in
            for _ in 0..<count { try call() }
        } floor: { count in
            for _ in 0..<count { try idle() }
        }
        return Row(
            name: "call and restore, \(name)", ours: ours, floor: floor, floorName: "call, no argument")
    }

    return [try row("no argument", pages: 0) { try nothing(thenRestoringTo: base) }]
        + (try counts.map { pages in
            try row("\(pages) \(pages == 1 ? "page" : "pages")", pages: pages) {
                try write(pages, thenRestoringTo: base)
            }
        })
}
