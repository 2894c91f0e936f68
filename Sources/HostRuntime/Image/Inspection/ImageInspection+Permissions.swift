extension ImageInspection {
    /// What may be done with memory.
    public struct Permissions: OptionSet, Hashable, Sendable {
        /// One bit for each permission.
        public let rawValue: UInt8

        /// Makes a set of its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// It can be read.
        public static let read = Permissions(rawValue: 1 << 0)
        /// It can be written.
        public static let write = Permissions(rawValue: 1 << 1)
        /// The processor can execute it.
        public static let execute = Permissions(rawValue: 1 << 2)
    }
}

extension ImageInspection.Permissions: CustomStringConvertible {
    /// Three characters, such as `r-x`.
    public var description: String {
        "\(contains(.read) ? "r" : "-")\(contains(.write) ? "w" : "-")\(contains(.execute) ? "x" : "-")"
    }
}
