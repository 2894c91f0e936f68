import Glibc

/// A page's contents as some snapshot keeps them: immutable, and freed with the last snapshot that has them.
///
/// The bytes lie in one object, behind its header. So there is one allocation for a page, and finding the bytes reads no
/// memory: each page is copied once in a restore, right after an exit, when little is in the caches.
///
/// Sendable without the compiler's proof: the bytes are written before anyone else can see them, and only read afterwards.
struct PageContents: @unchecked Sendable {
    /// Equal contents may be different objects.
    private let object: ManagedBuffer<Void, UInt8>

    private static let alignment = 64

    /// Copies a page's bytes, or makes zeroes for nil.
    init(copying source: UnsafeRawPointer?) {
        object = .create(minimumCapacity: PageSize.small + Self.alignment - 1) { _ in }
        let copy = UnsafeMutableRawPointer(mutating: bytes)
        if let source {
            memcpy(copy, source, PageSize.small)
        } else {
            memset(copy, 0, PageSize.small)
        }
    }

    /// What two page contents that are one have in common, and no others while they live.
    var identity: AnyObject { object }

    /// ``PageSize/small`` bytes, aligned to a cache line, as long as somebody has the contents.
    var bytes: UnsafeRawPointer { Self.bytes(in: Unmanaged.passUnretained(object).toOpaque()) }

    /// The same for contents that are known by their object's address.
    @inline(__always)
    static func bytes(in object: UnsafeRawPointer) -> UnsafeRawPointer {
        // Elements of one byte follow at once on an object's header, which is of two words.
        (object + 2 * MemoryLayout<UInt>.size).alignedUp(toMultipleOf: alignment)
    }
}

extension PageGroup {
    /// The bytes of a page, or nil for zeroes, **as long as somebody has the group**. The same page of two groups has the
    /// same contents if and only if this is equal.
    @inline(__always)
    func unsafeBytes(ofPage index: Int) -> UnsafeRawPointer? {
        unsafeBits(at: index, as: UnsafeRawPointer?.self).map(PageContents.bytes)
    }
}
