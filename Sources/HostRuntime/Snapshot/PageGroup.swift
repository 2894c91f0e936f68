/// The contents of 64 neighbouring pages; nil stands for a page of zeroes.
final class PageGroup: Sendable {
    let pages: InlineArray<64, PageContents?>

    init(_ pages: InlineArray<64, PageContents?>) {
        self.pages = pages
    }

    /// A bit for each page whose contents are other objects. Two nils are the same.
    static func differences(_ left: PageGroup?, _ right: PageGroup?) -> UInt64 {
        var differences: UInt64 = 0
        for page in 0..<PageSet.groupSize where left?.pages[page] !== right?.pages[page] {
            differences |= 1 << UInt64(page)
        }
        return differences
    }
}
