import Glibc

/// Which pages of a sandbox may have changed since its last snapshot or restore, for people to look at.
///
/// Its description is a map: a line for each region, with a character for each of its pages, `#` for one that may have
/// changed and `.` for any other. Regions of many pages take several lines; lines without a change are left out.
///
/// ```text
/// stack         0x400000  ...............................................................#
/// heap          0x45e000  ##..............................................................
/// ```
public struct DirtyPageMap: Sendable {
    /// The pages of one region.
    public struct Region: Equatable, Sendable {
        /// The region's name, as in the memory map.
        public let name: String
        /// The address of its first page.
        public let address: UInt64
        /// How many pages it has.
        public let pageCount: Int
        /// The numbers of those that may have changed, ascending; the region's first page is 0.
        public let dirtyPages: [Int]
    }

    /// The regions that may have changed, by address.
    public let regions: [Region]

    init(pages: PageSet, layout: SandboxLayout) {
        let addresses = pages.addresses
        regions = layout.regions.compactMap { region in
            let numbers = addresses.filter(region.range.contains).map {
                Int(($0.rawBits - region.range.start.rawBits) / UInt64(PageSize.small))
            }
            guard !numbers.isEmpty else { return nil }
            return Region(
                name: region.name, address: region.range.start.rawBits,
                pageCount: Int(clamping: region.range.count.rawBits / UInt64(PageSize.small)), dirtyPages: numbers)
        }
    }

    /// How many pages may have changed.
    public var count: Int { regions.reduce(0) { $0 + $1.dirtyPages.count } }

    /// Writes the map to standard output, in colours if that is a terminal and the environment has no `NO_COLOR`.
    public func printColored() {
        print(text(colored: isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil))
    }

    /// The map as text.
    ///
    /// - Parameter colored: Whether each region is to have a colour of its own, by the escape sequences of ECMA-48.
    public func text(colored: Bool) -> String {
        let lines = regions.enumerated().flatMap { number, region in
            region.lines.map { colored ? "\u{1b}[\(Self.colors[number % Self.colors.count])m\($0)\u{1b}[0m" : $0 }
        }
        return lines.isEmpty ? "no page has changed" : lines.joined(separator: "\n")
    }

    /// Foreground colours (ECMA-48, 8.3.117) that are legible on light and dark backgrounds.
    private static let colors = [31, 32, 33, 34, 35, 36]
}

extension DirtyPageMap: CustomStringConvertible {
    /// The map without colours.
    public var description: String { text(colored: false) }
}

extension DirtyPageMap.Region {
    private static let pagesInLine = 64

    /// A line for each run of pages with a change.
    fileprivate var lines: [String] {
        let dirty = Set(dirtyPages)
        let runs = Set(dirtyPages.map { $0 / Self.pagesInLine }).sorted()
        return runs.map { run in
            let first = run * Self.pagesInLine
            let last = min(first + Self.pagesInLine, pageCount)
            let marks = (first..<last).map { dirty.contains($0) ? "#" : "." }.joined()
            let place = "0x" + String(address + UInt64(first * PageSize.small), radix: 16)
            return "\(name.padded(to: 18))\(place.padded(to: 14))\(marks)"
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(width - count, 1))
    }
}
