/// The contents of all pages of a sandbox's memory at one moment. A page without contents is zero.
///
/// A map shares with the one that it was made from all that has not changed: it is a tree that is never modified, whose
/// leaves are groups of 64 pages as in ``PageSet``. So pages live as long as any map has them, whatever becomes of the
/// maps in between, and two maps differ only where their nodes are different objects. The way from any map to any
/// other, along a line or across branches, falls out of that: below their common ancestor they share nothing, above it
/// everything.
struct PageMap: Sendable {
    /// Nil for zeroes; a group where there are no branches above it.
    let root: PageNode?
    /// Levels of branches above the groups.
    let height: Int

    /// A map of zeroes, for that many groups.
    init(groupCount: Int) {
        root = nil
        var height = 0
        var capacity = 1
        while capacity < groupCount {
            height += 1
            capacity *= PageBranch.fanout
        }
        self.height = height
    }

    private init(root: PageNode?, height: Int) {
        self.root = root
        self.height = height
    }

    /// Whether both are one map, and so have the same contents.
    @inline(__always)
    func isIdentical(to other: PageMap) -> Bool { root === other.root }

    /// The group of that number, or nil when all of its pages are zero.
    func group(_ number: Int) -> PageGroup? {
        var node = root
        for level in (0..<height).reversed() { node = Self.child(Self.index(number, level), of: node) }
        return node.map(Self.group)
    }

    /// A map that has these groups in place of its own. Their numbers ascend.
    func replacing(_ groups: [(number: Int, group: PageGroup)]) -> PageMap {
        guard !groups.isEmpty else { return self }
        return PageMap(root: Self.replace(root, height, groups[...]), height: height)
    }

    private static func replace(
        _ node: PageNode?, _ level: Int, _ groups: ArraySlice<(number: Int, group: PageGroup)>
    ) -> PageNode? {
        guard level > 0 else { return groups.first?.group ?? node }
        var rest = groups
        return PageBranch { number in
            let child = child(number, of: node)
            let end = rest.firstIndex { index($0.number, level - 1) != number } ?? rest.endIndex
            guard end > rest.startIndex else { return child }
            defer { rest = rest[end...] }
            return replace(child, level - 1, rest[..<end])
        }
    }

    /// Calls `body` with each group that has a page other than zero, and its number, in ascending order.
    func forEachGroup(_ body: (Int, PageGroup) -> Void) {
        Self.visit(root, height, 0, body)
    }

    private static func visit(_ node: PageNode?, _ level: Int, _ first: Int, _ body: (Int, PageGroup) -> Void) {
        guard let node else { return }
        guard level > 0 else { return body(first, group(node)) }
        for number in 0..<PageBranch.fanout {
            visit(child(number, of: node), level - 1, first + number << (PageBranch.fanoutShift * (level - 1)), body)
        }
    }

    /// Calls `body` with each group of which `other` has at least one page with other contents: its number, and a bit for
    /// each such page.
    func forEachDifference(from other: PageMap, _ body: (Int, UInt64) -> Void) {
        Self.compare(root, other.root, height, 0, body)
    }

    private static func compare(
        _ left: PageNode?, _ right: PageNode?, _ level: Int, _ first: Int, _ body: (Int, UInt64) -> Void
    ) {
        guard left !== right else { return }
        guard level > 0 else {
            let pages = PageGroup.differences(left.map(group), right.map(group))
            if pages != 0 { body(first, pages) }
            return
        }
        for number in 0..<PageBranch.fanout where !haveSameChild(number, left, right) {
            compare(
                child(number, of: left), child(number, of: right), level - 1,
                first + number << (PageBranch.fanoutShift * (level - 1)), body)
        }
    }

    /// What most of two branches have. Nothing is retained to find that out.
    @inline(__always)
    private static func haveSameChild(_ number: Int, _ left: PageNode?, _ right: PageNode?) -> Bool {
        guard let left, let right else { return false }
        return branch(left).unsafeBits(at: number, as: UnsafeRawPointer?.self)
            == branch(right).unsafeBits(at: number, as: UnsafeRawPointer?.self)
    }

    /// Which child of a branch leads to a group, when the child has `level` levels of branches.
    @inline(__always)
    static func index(_ number: Int, _ level: Int) -> Int {
        number >> (PageBranch.fanoutShift * level) & (PageBranch.fanout - 1)
    }

    private static func child(_ number: Int, of node: PageNode?) -> PageNode? { node.flatMap { branch($0)[number] } }

    // The level says what a node is, and nodes are put together by `replace` alone.

    @inline(__always)
    private static func branch(_ node: PageNode) -> PageBranch { unsafeDowncast(node, to: PageBranch.self) }

    @inline(__always)
    private static func group(_ node: PageNode) -> PageGroup { unsafeDowncast(node, to: PageGroup.self) }
}

/// A part of a ``PageMap``: a ``PageBranch`` or a ``PageGroup``, which is for its level to say.
typealias PageNode = any AnyObject & Sendable

typealias PageBranch = UnsafeNode<PageNode?>
