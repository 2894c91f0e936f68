import Glibc

/// A page's contents as some snapshot keeps them: immutable, and freed with the last snapshot that has them.
///
/// Sendable without the compiler's proof: the bytes are written by the initializer alone, before anyone else can see
/// them, and only read afterwards.
final class PageContents: @unchecked Sendable {
    /// ``PageSize/small`` bytes, aligned to a cache line.
    let bytes: UnsafeRawPointer

    private static let alignment = 64

    /// Copies a page's bytes, or makes zeroes for nil.
    init(copying source: UnsafeRawPointer?) {
        let copy = UnsafeMutableRawPointer.allocate(byteCount: PageSize.small, alignment: Self.alignment)
        if let source {
            memcpy(copy, source, PageSize.small)
        } else {
            memset(copy, 0, PageSize.small)
        }
        bytes = UnsafeRawPointer(copy)
    }

    deinit {
        bytes.deallocate()
    }
}
