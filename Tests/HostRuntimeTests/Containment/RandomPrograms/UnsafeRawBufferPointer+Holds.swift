import Glibc

extension UnsafeRawBufferPointer {
    /// Whether these are the bytes. Comparing them as collections takes a hundred times as long in a debug build.
    func holds(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            guard count == bytes.count, let start = baseAddress, let expected = bytes.baseAddress else { return false }
            return memcmp(start, expected, count) == 0
        }
    }
}
