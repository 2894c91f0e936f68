import Testing

@testable import HostRuntime

@Suite("Idle pages")
struct IdlePagesTests {
    private let memory: GuestRange

    init() throws {
        memory = try #require(GuestRange(start: 0x1_0000, count: 1000 * 4096))
    }

    /// Ends restores until pages are found: which, and after how many.
    private func wait(
        _ idle: inout IdlePages, hot: PageSet? = nil, putBack page: Int? = nil
    ) -> (pages: [GuestAddress], restores: Int)? {
        let hot = hot ?? PageSet(of: memory)
        for restore in 1...1000 {
            if let page { idle.insert(page: page) }
            if let pages = idle.endRestore(exceptFor: hot) { return (pages.addresses, restore) }
        }
        return nil
    }

    private func address(_ page: UInt64) -> GuestAddress { GuestAddress(rawBits: memory.start.rawValue + page * 4096) }

    @Test func aBurstIsFoundOnce() throws {
        var idle = IdlePages(of: memory)
        for page in 100..<900 { idle.insert(page: page) }
        let found = try #require(wait(&idle))
        #expect(found.pages == (100..<900).map(address))
        #expect((IdlePages.patience...2 * IdlePages.patience).contains(found.restores))
        #expect(wait(&idle) == nil)
    }

    @Test func whatIsPutBackAgainAndAgainIsNotIdle() throws {
        var idle = IdlePages(of: memory)
        idle.insert(page: 1)
        let found = try #require(wait(&idle, putBack: 2))
        #expect(found.pages == [address(1)])
        #expect(wait(&idle, putBack: 2) == nil)
        // Not any more.
        #expect(try #require(wait(&idle)).pages == [address(2)])
    }

    @Test func hotPagesAreNotIdle() throws {
        var idle = IdlePages(of: memory)
        idle.insert(page: 1)
        idle.insert(page: 2)
        var hot = PageSet(of: memory)
        hot.insert(page: 2)
        #expect(try #require(wait(&idle, hot: hot)).pages == [address(1)])
        // It is noted anew when it is put back for the last time.
        #expect(wait(&idle) == nil)
    }
}
