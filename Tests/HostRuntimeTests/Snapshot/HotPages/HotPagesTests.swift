import Testing

@testable import HostRuntime

@Suite("Hot pages")
struct HotPagesTests {
    private func makePages() throws -> HotPages {
        try HotPages(of: #require(GuestRange(start: 0x1_0000, count: 1000 * 4096)))
    }

    /// A restore after which the page is known to have been written, or not to have been.
    private func restore(_ pages: inout HotPages, _ page: Int, wasWritten: Bool) -> Bool {
        pages.begin()
        if pages.pages.contains(page: page) { return pages.staysHot(page, difference: wasWritten ? 3 : nil) }
        return wasWritten ? pages.becomesHot(page) : false
    }

    @Test func aPageThatIsWrittenTwiceInARowBecomesHot() throws {
        var pages = try makePages()
        #expect(!restore(&pages, 5, wasWritten: true))
        #expect(pages.pages.isEmpty)
        #expect(restore(&pages, 5, wasWritten: true))
        #expect(pages.pages.contains(page: 5))
        #expect(pages.pages.count == 1)
    }

    @Test func aPageThatIsWrittenSeldomStaysCold() throws {
        var pages = try makePages()
        for _ in 0..<5 {
            #expect(!restore(&pages, 5, wasWritten: true))
            for _ in 0..<HotPages.memory { #expect(!restore(&pages, 5, wasWritten: false)) }
        }
        // One restore earlier is not seldom.
        for _ in 1..<HotPages.memory { _ = restore(&pages, 5, wasWritten: false) }
        _ = restore(&pages, 5, wasWritten: true)
        for _ in 1..<HotPages.memory { _ = restore(&pages, 5, wasWritten: false) }
        #expect(restore(&pages, 5, wasWritten: true))
    }

    @Test func aHotPageCoolsWhenItIsNoLongerWritten() throws {
        var pages = try makePages()
        for _ in 0..<2 { _ = restore(&pages, 999, wasWritten: true) }
        for _ in 1..<HotPages.patience { #expect(restore(&pages, 999, wasWritten: false)) }
        // A write in time begins the wait anew.
        #expect(restore(&pages, 999, wasWritten: true))
        for _ in 1..<HotPages.patience { #expect(restore(&pages, 999, wasWritten: false)) }
        #expect(!restore(&pages, 999, wasWritten: false))
        #expect(pages.pages.isEmpty)
    }

    @Test func recordsThatNoMemoryHoldsAreAnError() {
        #expect(throws: HypervisorError.self) { try UnsafePageRecords(count: 1 << 56) }
    }

    @Test func whereAPageDifferedIsWhereItIsLookedAtFirst() throws {
        var pages = try makePages()
        pages.begin()
        #expect(pages.likelyDifference(inPage: 7) == 0)
        for _ in 0..<2 { _ = restore(&pages, 7, wasWritten: true) }
        pages.begin()
        _ = pages.staysHot(7, difference: 63)
        #expect(pages.likelyDifference(inPage: 7) == 63)
        pages.begin()
        _ = pages.staysHot(7, difference: nil)
        #expect(pages.likelyDifference(inPage: 7) == 63)
        #expect(pages.likelyDifference(inPage: 8) == 0)
    }
}
