import GuestSDK
import Testing

/// What a guest asks of its sandbox has an answer without one.
struct NativeRuntimeTests {
    @Test func clocksTell() {
        let start = MonotonicClock.now
        #expect(MonotonicClock.now >= start)
        // 2020-01-01
        #expect(WallClock.now.seconds > 1_577_836_800)
    }

    @Test func thereIsAGeneration() {
        #expect(SandboxGeneration.current != 0)
    }

    @Test func logLevelsAreThoseOfASandbox() {
        #expect(Log.isEnabled(.info))
        #expect(!Log.isEnabled(.debug))
        Log.debug("not put together: \({ () -> String in fatalError("it was") }())")
    }
}
