internal import Synchronization

/// How much memory guests may have together.
final class GuestMemoryBudget: Sendable {
    private let limitInBytes: Atomic<UInt64>
    private let admittedBytes = Atomic<UInt64>(0)

    init(limit: MemorySize) { limitInBytes = Atomic(limit.bytes) }

    var limit: MemorySize {
        get { MemorySize(bytes: limitInBytes.load(ordering: .relaxed)) }
        set { limitInBytes.store(newValue.bytes, ordering: .relaxed) }
    }

    var admitted: MemorySize { MemorySize(bytes: admittedBytes.load(ordering: .relaxed)) }

    /// Takes a part of the budget, as long as the share lives.
    func share(_ bytes: UInt64) throws(HypervisorError) -> Share {
        var admitted = admittedBytes.load(ordering: .relaxed)
        while true {
            let (sum, isTooLarge) = admitted.addingReportingOverflow(bytes)
            guard !isTooLarge, sum <= limitInBytes.load(ordering: .relaxed) else {
                throw HypervisorError(
                    guestMemory: MemorySize(bytes: bytes), beyond: limit, admitted: MemorySize(bytes: admitted))
            }
            let attempt = admittedBytes.weakCompareExchange(expected: admitted, desired: sum, ordering: .relaxed)
            if attempt.exchanged { return Share(budget: self, bytes: bytes) }
            admitted = attempt.original
        }
    }

    /// A part of the budget, which is given back with the share.
    struct Share: ~Copyable {
        fileprivate let budget: GuestMemoryBudget
        fileprivate let bytes: UInt64

        deinit { budget.admittedBytes.subtract(bytes, ordering: .relaxed) }
    }
}
