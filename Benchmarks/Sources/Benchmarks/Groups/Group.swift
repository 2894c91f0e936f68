/// Rows that are measured together.
struct Group: Sendable {
    let name: String
    let measure: @Sendable (Subject) throws -> [Row]

    static let all = [
        Group(name: "lifecycle", measure: measureLifecycle),
        Group(name: "calls", measure: measureCalls),
        Group(name: "snapshots", measure: measureSnapshots),
        Group(name: "restoring-calls", measure: measureRestoringCalls),
        Group(name: "bytes", measure: measureBytes),
        Group(name: "work", measure: measureOwnWork),
        Group(name: "messages", measure: measureMessages),
        Group(name: "allocations", measure: measureAllocations),
        Group(name: "compute", measure: measureCompute),
        Group(name: "floors", measure: measureFloors),
    ]
}
