/// The contents of all pages of a sandbox's memory at one moment. A page without contents is zero.
///
/// A map shares with the one that it was made from all that has not changed: it is a tree that is never modified, whose
/// leaves are groups of 64 pages as in ``PageSet``. So pages live as long as any map has them, whatever becomes of the
/// maps in between, and two maps differ only where their nodes are different objects. The way from any map to any
/// other, along a line or across branches, falls out of that: below their common ancestor they share nothing, above it
/// everything.
struct PageMap: Sendable {
    private let root: PageNode
    /// Levels of branches above the groups.
    private let height: Int

    /// A map of zeroes, for that many groups.
    init(groupCount: Int) {
        root = .zero
        var height = 0
        var capacity = 1
        while capacity < groupCount {
            height += 1
            capacity *= PageBranch.fanout
        }
        self.height = height
    }

    private init(root: PageNode, height: Int) {
        self.root = root
        self.height = height
    }

    /// The group of that number, or nil when all of its pages are zero.
    @inline(__always)
    func group(_ number: Int) -> PageGroup? {
        var node = root
        var level = height
        while true {
            switch node {
            case .zero: return nil
            case .group(let group): return group
            case .branch(let branch):
                level -= 1
                node = branch[Self.index(number, level)]
            }
        }
    }

    /// Calls `body` with each group that has a page other than zero, and its number, in ascending order.
    func forEachGroup(_ body: (Int, PageGroup) -> Void) {
        Self.visit(root, height, 0, body)
    }

    private static func visit(_ node: PageNode, _ level: Int, _ first: Int, _ body: (Int, PageGroup) -> Void) {
        switch node {
        case .zero: return
        case .group(let group): body(first, group)
        case .branch(let branch):
            for child in 0..<PageBranch.fanout {
                visit(branch[child], level - 1, first + child << (PageBranch.fanoutShift * (level - 1)), body)
            }
        }
    }

    /// A map that has these groups in place of its own. Their numbers ascend.
    func replacing(_ groups: [(number: Int, group: PageGroup)]) -> PageMap {
        guard !groups.isEmpty else { return self }
        return PageMap(root: Self.replace(root, height, groups[...]), height: height)
    }

    private static func replace(
        _ node: PageNode, _ level: Int, _ groups: ArraySlice<(number: Int, group: PageGroup)>
    ) -> PageNode {
        guard level > 0 else { return groups.first.map { .group($0.group) } ?? node }
        var rest = groups
        let branch = PageBranch { child in
            let end = rest.firstIndex { index($0.number, level - 1) != child } ?? rest.endIndex
            guard end > rest.startIndex else { return node.child(child) }
            defer { rest = rest[end...] }
            return replace(node.child(child), level - 1, rest[..<end])
        }
        return .branch(branch)
    }

    /// Calls `body` with each group of which `other` has at least one page with other contents: its number, and a bit for
    /// each such page.
    func forEachDifference(from other: PageMap, _ body: (Int, UInt64) -> Void) {
        Self.compare(root, other.root, height, 0, body)
    }

    private static func compare(
        _ left: PageNode, _ right: PageNode, _ level: Int, _ first: Int, _ body: (Int, UInt64) -> Void
    ) {
        guard !left.isIdentical(to: right) else { return }
        guard level > 0 else {
            let pages = PageGroup.differences(left.group, right.group)
            if pages != 0 { body(first, pages) }
            return
        }
        for child in 0..<PageBranch.fanout where !left.hasChild(child, of: right) {
            compare(
                left.child(child), right.child(child), level - 1,
                first + child << (PageBranch.fanoutShift * (level - 1)), body)
        }
    }

    /// Which child of a branch leads to a group, when the child has `level` levels of branches.
    @inline(__always)
    private static func index(_ number: Int, _ level: Int) -> Int {
        number >> (PageBranch.fanoutShift * level) & (PageBranch.fanout - 1)
    }
}

/// A part of a ``PageMap``.
private enum PageNode: Sendable {
    case zero
    case branch(PageBranch)
    case group(PageGroup)

    @inline(__always)
    func isIdentical(to other: PageNode) -> Bool {
        switch (self, other) {
        case (.zero, .zero): true
        case (.branch(let left), .branch(let right)): left === right
        case (.group(let left), .group(let right)): left === right
        case (.zero, _), (.branch, _), (.group, _): false
        }
    }

    var group: PageGroup? {
        if case .group(let group) = self { group } else { nil }
    }

    /// Whether both have the same child there, which most of two branches have. Nothing is retained to find that out.
    @inline(__always)
    func hasChild(_ index: Int, of other: PageNode) -> Bool {
        guard case .branch(let left) = self, case .branch(let right) = other else { return false }
        return left[index].isIdentical(to: right[index])
    }

    func child(_ index: Int) -> PageNode {
        if case .branch(let branch) = self { branch[index] } else { .zero }
    }
}

private typealias PageBranch = UnsafeNode<PageNode>
