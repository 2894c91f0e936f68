extension ImageInspection {
    /// A part of the memory map of a sandbox.
    public struct MemoryRegion: Hashable, Sendable {
        /// For whom a region is.
        public enum Owner: String, Hashable, Sendable {
            /// The guest's code, in ring 3.
            case guest
            /// The host's code in ring 0, out of the guest's reach.
            case supervisor
            /// The processor's own lookups. No address translates to it.
            case processor
            /// No one: any access ends the call.
            case nobody
        }

        /// What it is for, such as `heap`.
        public let name: String
        /// Where it begins.
        public let address: UInt64
        /// Its size, in bytes.
        public let size: UInt64
        /// For whom it is.
        public let owner: Owner
        /// What its owner may do with it.
        public let permissions: Permissions
    }
}
