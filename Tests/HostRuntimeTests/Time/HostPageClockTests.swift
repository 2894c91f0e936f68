import Logging
import Testing
import Wire

@testable import HostRuntime

/// When the host makes new parameters for a guest's clocks.
@Suite("The clock of the host's page")
struct HostPageClockTests {
    private let layout: SandboxLayout
    private let memory: UnsafeGuestMemory

    init() throws {
        layout = try SandboxBlueprint(image: RawGuest.image(MachineCode.trap), configuration: .init()).layout
        memory = try UnsafeGuestMemory(range: layout.memory)
    }

    /// A page whose parameters are not stale for most of a minute, by a counter that is said to be the quickest there can be.
    private func makePage() -> HostPage {
        HostPage(layout: layout, logLevel: .info, clock: GuestClock(offset: 0, frequency: 100_000_000_000))
    }

    private func block() throws -> EnvironmentBlock {
        try #require(memory.load(SupervisorLayout.environment.rawValue, as: EnvironmentBlock.self))
    }

    @Test func parametersLastFromRestoreToRestore() throws {
        var page = makePage()
        page.renew(in: memory, notBefore: 0)
        let first = try block()
        #expect(first.clock.counter != 0 && first.clock.wall != 0)
        page.renew(in: memory, notBefore: first.clock.monotonic)
        let second = try block()
        #expect(second.clock == first.clock)
        #expect(second.generation != first.generation)
    }

    @Test func aGuestThatHasSeenALaterTimeGoesOnFromThere() throws {
        var page = makePage()
        page.renew(in: memory, notBefore: 0)
        let later = page.monotonic + 3_600_000_000_000
        page.renew(in: memory, notBefore: later)
        #expect(try block().clock.monotonic >= later)
    }

    @Test func anotherCounterHasParametersOfItsOwn() throws {
        var page = makePage()
        page.renew(in: memory, notBefore: 0)
        page.setCounterOffset(1 << 40)
        page.renew(in: memory, notBefore: 0)
        #expect(try block().clock.counter > TimeStampCounter.read() &+ 1 << 39)
    }
}
