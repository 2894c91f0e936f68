/// Names a value that host functions find in their ``HostCallContext``.
///
/// <!-- sample: Tests/HostRuntimeTests/Documentation/AsyncSamples.swift#host-context-key -->
/// ```swift
/// enum TenantKey: HostContextKey {
///     typealias Value = String
/// }
/// ```
public protocol HostContextKey {
    /// What is found under the key.
    associatedtype Value: Sendable
}

/// Values that a program hands to the host functions of a sandbox: who the request is from, say.
public struct HostContextValues: Sendable {
    private var values: [ObjectIdentifier: any Sendable] = [:]

    /// Makes an empty set.
    public init() {}

    /// The value under a key, if there is one.
    public subscript<Key: HostContextKey>(_ key: Key.Type) -> Key.Value? {
        get { values[ObjectIdentifier(key)] as? Key.Value }
        set { values[ObjectIdentifier(key)] = newValue }
    }
}
