/// The contents of 64 neighbouring pages; nil stands for a page of zeroes.
typealias PageGroup = UnsafeNode<PageContents?>

extension PageGroup {
    /// A bit for each page whose contents are not one and the same. Two nils are the same.
    static func differences(_ left: PageGroup?, _ right: PageGroup?) -> UInt64 {
        var differences: UInt64 = 0
        for page in 0..<PageSet.groupSize where left?.unsafeBytes(ofPage: page) != right?.unsafeBytes(ofPage: page) {
            differences |= 1 << UInt64(page)
        }
        return differences
    }
}
