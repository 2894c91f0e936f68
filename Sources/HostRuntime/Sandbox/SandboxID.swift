internal import Synchronization

extension Sandbox: Identifiable {
    /// Tells the sandboxes of a process apart. Restores do not change it, and it is no other sandbox's later.
    public struct ID: Hashable, Sendable, CustomStringConvertible {
        private let number: UInt64

        private static let latest = Atomic<UInt64>(0)

        init() { number = Self.latest.wrappingAdd(1, ordering: .relaxed).newValue }

        /// A number, from 1 on.
        public var description: String { String(number) }
    }
}
