/// Page sizes of four-level paging (Intel SDM volume 3A, section 4.5).
enum PageSize {
    static let small = 4096
    static let large = 2 << 20
}

extension UInt64 {
    /// The next multiple of `alignment`, a power of two, or nil when it does not fit 64 bits.
    func roundedUp(to alignment: Int) -> UInt64? {
        let mask = UInt64(alignment) &- 1
        let (sum, overflow) = addingReportingOverflow(mask)
        return overflow ? nil : sum & ~mask
    }
}
