/// 64 values that are never modified: a node of the tree that a ``PageMap`` is.
///
/// An `InlineArray` would be safe, but Swift 6.3 copies all of one in a class, with a retain for each element, to read
/// one element. That took most of a snapshot's time, and half of a restore's to another snapshot.
///
/// Sendable without the compiler's proof: the values are written by the initializer alone, before anyone else can see
/// them, and only read afterwards.
final class UnsafeNode<Element: Sendable>: @unchecked Sendable {
    private let elements: UnsafeMutablePointer<Element>

    /// Elements of a node, and bits in a word that stands for them.
    static var fanout: Int { 64 }
    static var fanoutShift: Int { 6 }

    @inline(__always)
    init(_ element: (Int) -> Element) {
        elements = .allocate(capacity: Self.fanout)
        for index in 0..<Self.fanout { (elements + index).initialize(to: element(index)) }
    }

    deinit {
        elements.deinitialize(count: Self.fanout)
        elements.deallocate()
    }

    /// - Parameter index: Only its lowest bits count.
    @inline(__always)
    subscript(index: Int) -> Element { elements[index & (Self.fanout - 1)] }

    /// How an element looks in memory, without a retain of what it refers to.
    @inline(__always)
    func unsafeBits<Bits: BitwiseCopyable>(at index: Int, as type: Bits.Type) -> Bits {
        UnsafeRawPointer(elements + index & (Self.fanout - 1)).load(as: type)
    }

    /// The same of a node that is known by its address.
    @inline(__always)
    static func unsafeBits<Bits: BitwiseCopyable>(
        ofNodeAt address: UnsafeRawPointer, at index: Int, as type: Bits.Type
    ) -> Bits {
        Unmanaged<UnsafeNode>.fromOpaque(address)._withUnsafeGuaranteedRef { $0.unsafeBits(at: index, as: type) }
    }
}
