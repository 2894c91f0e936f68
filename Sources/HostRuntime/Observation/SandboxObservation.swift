/// What a ``SandboxObserver`` is told.
///
/// Durations are by a clock that nobody sets (CLOCK_MONOTONIC), in whole nanoseconds.
public enum SandboxObservation {
    /// A sandbox that was made.
    public struct Creation: Equatable, Sendable {
        /// What a sandbox is made from.
        public enum Origin: String, CaseIterable, Sendable {
            /// An image, whose start code has run.
            case image
            /// A snapshot, in a VM of its own.
            case snapshot
            /// A snapshot, in a VM that another sandbox has left in a ``ShellCache``.
            case shell
        }

        /// What the sandbox was made from.
        public let origin: Origin
        /// From the beginning of the initializer to its end.
        public let duration: Duration
    }

    /// A call of a guest function.
    public struct Call: Equatable, Sendable {
        /// The function's name, as ``GuestImage/functions`` lists it.
        public let functionName: String
        /// How long the call took, with its host functions and without the restore that may follow.
        public let duration: Duration
        /// Times that the guest was entered, and left again, as ``Sandbox/Statistics/entries`` counts them.
        public let exits: UInt64
        /// Host functions that the guest called, as ``Sandbox/Statistics/hostCalls`` counts them.
        public let hostCalls: UInt64
        /// Bytes that the host gave to the guest, as ``Sandbox/Statistics/bytesIn`` counts them.
        public let bytesIn: UInt64
        /// Bytes that the host took from the guest, as ``Sandbox/Statistics/bytesOut`` counts them.
        public let bytesOut: UInt64
        /// What the call took; nil if that was not measured, or if the call did not get as far as the guest. See
        /// ``Sandbox/measuresUsage``.
        public let usage: Sandbox.Usage?
        /// Why the call did not return a value; nil if it did.
        public let error: SandboxError.Code?
    }

    /// A host function that ran on behalf of a guest.
    public struct HostFunction: Equatable, Sendable {
        /// The name by which it is registered.
        public let name: String
        /// How long it took, with reading its arguments and writing its result.
        public let duration: Duration
        /// Whether it threw.
        public let threw: Bool
    }

    /// A restore.
    public struct Restore: Equatable, Sendable {
        /// How long it took.
        public let duration: Duration
        /// Pages of 4 KiB that were written: those that had changed, and those that differ between two snapshots. Zero for
        /// a restore that failed.
        public let pages: Int
        /// Why it failed, if it did.
        public let error: SandboxError.Code?
    }

    /// A snapshot that was asked for.
    public struct Snapshot: Equatable, Sendable {
        /// How long it took.
        public let duration: Duration
        /// Pages of 4 KiB that had changed and were copied: ``HostRuntime/Snapshot/copiedPages``. Zero for one that failed.
        public let pages: Int
        /// Why it failed, if it did.
        public let error: SandboxError.Code?
    }
}
