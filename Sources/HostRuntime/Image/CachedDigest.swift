import Synchronization

/// A digest that is computed at most once, by whoever asks for it first.
final class CachedDigest: Sendable {
    private let digest = Mutex<[UInt8]?>(nil)

    func value(_ compute: () -> [UInt8]) -> [UInt8] {
        digest.withLock { digest in
            if let digest { return digest }
            let computed = compute()
            digest = computed
            return computed
        }
    }
}
