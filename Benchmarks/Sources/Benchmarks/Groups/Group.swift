/// Rows that are measured together.
struct Group: Sendable {
    let name: String
    let measure: @Sendable (Subject) async throws -> [Row]

    static let all = [
        Group(name: "lifecycle", measure: measureLifecycle),
        Group(name: "first-results", measure: measureFirstResults),
        Group(name: "pool", measure: measurePool),
        Group(name: "calls", measure: measureCalls),
        Group(name: "snapshots", measure: measureSnapshots),
        Group(name: "restoring-calls", measure: measureRestoringCalls),
        Group(name: "hot-pages", measure: measureHotPages),
        Group(name: "copying-everything", measure: measureCopyingEverything),
        Group(name: "large-sandboxes", measure: measureLargeSandboxes),
        Group(name: "throughput", measure: measureThroughput),
        Group(name: "bytes", measure: measureBytes),
        Group(name: "restoring-bytes", measure: measureRestoringBytes),
        Group(name: "work", measure: measureOwnWork),
        Group(name: "messages", measure: measureMessages),
        Group(name: "allocations", measure: measureAllocations),
        Group(name: "interruptions", measure: measureInterruptions),
        Group(name: "tasks", measure: measureTasks),
        Group(name: "tracing", measure: measureTracing),
        Group(name: "compute", measure: measureCompute),
        Group(name: "floors", measure: measureFloors),
    ]
}
