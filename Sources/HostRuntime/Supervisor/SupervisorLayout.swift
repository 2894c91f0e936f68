/// Where the supervisor's pages lie in every sandbox. Ring 3 can reach none of them.
enum SupervisorLayout {
    static let code = GuestAddress(0x1_0000)
    /// GDT, then TSS: the two tables that the processor itself writes (accessed and busy bits).
    static let descriptors = GuestAddress(0x1_1000)
    static let interruptTable = GuestAddress(0x1_2000)
    /// An unmapped page lies on either side of the stacks.
    static let stack = GuestAddress(0x1_4000)

    static let taskState = GuestAddress(rawBits: descriptors.rawBits + 0x100)
    static let faultStackTop = stack.rawBits + UInt64(PageSize.small)
    static let doubleFaultStackTop = stack.rawBits + UInt64(PageSize.small / 2)

    /// The page that ring 3 may read and only the host writes.
    static let environment = GuestAddress(0x1_6000)
    /// The code by which calls enter ring 3 and return. An unmapped page lies below.
    static let entry = GuestAddress(0x1_8000)
    /// Zeroes: the rest of the XSAVE area that begins at the end of the entry code. An unmapped page lies above.
    static let initialState = GuestAddress(0x1_9000)
    /// In bytes. The largest area so far, that of a processor with AMX, is of 11,008 bytes (CPUID leaf 0xd, EBX).
    static let initialStateSize = 3 * PageSize.small
    /// The first address that an image may occupy.
    static let imageMinimum = GuestAddress(0x10_0000)
    /// Room for the page tables of all guests that a VM has had. No address translates to it: an unmapped page lies below,
    /// and images above.
    static let pageTables = GuestRange(from: GuestAddress(0x2_0000), to: imageMinimum)
    static let environmentPage = page(at: environment)
    static let entryPage = page(at: entry)

    private static func page(at address: GuestAddress) -> GuestRange {
        GuestRange(from: address, to: GuestAddress(rawBits: address.rawBits + UInt64(PageSize.small)))
    }
}
