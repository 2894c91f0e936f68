@testable import HostRuntime

/// Two worlds, one with dirty tracking and one without, that must be in the same states after every step.
///
/// All of memory is compared but the host's page. That is possible since no operation has the guest use time, random
/// numbers or hashing, which are the host's page's alone to decide.
final class Lockstep {
    private let tracking: World
    private let comparing: World

    init() throws {
        tracking = try World(tracksDirtyPages: true)
        comparing = try World(tracksDirtyPages: false)
    }

    func apply(_ operation: Operation) throws {
        try tracking.apply(operation)
        try comparing.apply(operation)
        try demand(tracking.sandboxes.count == comparing.sandboxes.count, "the worlds have other numbers of sandboxes")
        for (left, right) in zip(tracking.sandboxes, comparing.sandboxes) {
            guard let leftResources = left.resources, let rightResources = right.resources else {
                throw PropertyViolation("a sandbox is closed")
            }
            if let difference = try MemoryCopy(of: leftResources).difference(from: rightResources) {
                throw PropertyViolation("without tracking \(difference)")
            }
        }
    }
}
