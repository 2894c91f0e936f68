import HostRuntime

// sample: restoring
func showRestoring(of sandbox: Sandbox, with hostFunctions: HostFunctions) throws(SandboxError) {
    let clean = try sandbox.snapshot()
    for visitor in ["Ada", "Grace"] {
        let count: Int32 = try sandbox.call("remember", visitor, thenRestoringTo: clean)
        print("\(visitor) is visitor \(count)")
    }

    // The state between two calls, kept for later.
    let _: Int32 = try sandbox.call("remember", "Barbara")
    let one = try sandbox.snapshot()
    try sandbox.restore(to: clean)
    try sandbox.restore(to: one)

    // The same state in a sandbox of its own. The guest's main.swift does not run again.
    let other = try Sandbox(from: one, hostFunctions: hostFunctions)
    let count: Int32 = try other.call("remember", "Radia")
    print("Radia is visitor \(count), after Barbara")
}
// end sample
