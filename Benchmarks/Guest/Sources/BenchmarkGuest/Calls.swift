import CRepeat
import GuestSDK

@HostFunction func hostAdd(_ left: Int32, _ right: Int32) -> Int32

@GuestFunction func nothing() {}

nonisolated(unsafe) private var isSpinning = true

/// Never returns.
@GuestFunction func spin() {
    // Reading the clock is nothing that the compiler would leave out.
    while isSpinning { _ = MonotonicClock.now }
}

@GuestFunction func echoInt64(_ value: Int64) -> Int64 { value }

@GuestFunction func echoString(_ text: String) -> String { text }

@GuestFunction func takeBytes(_ data: RawSpan) -> UInt64 { UInt64(data.byteCount) }

nonisolated(unsafe) private var stored: [UInt8] = []

/// Makes what `giveBytes` returns, so that a call of that one makes nothing.
@GuestFunction func storeBytes(_ count: UInt64) { stored = [UInt8](repeating: 7, count: Int(count)) }

@GuestFunction func giveBytes() -> [UInt8] { stored }

/// Calls the host `count` times.
@GuestFunction func callHost(_ count: Int32) -> Int32 {
    var sum: Int32 = 0
    for index in 0..<count { sum = hostAdd(sum, index) }
    return sum
}

// The functions' entries are private to this file, so this is beside them.

/// Enters `nothing` as often as a host would that calls it `count` times.
@GuestFunction func repeatNothing(_ message: RawSpan, _ count: UInt64) {
    repeatEntry(__swiftlet_function_nothing.8, message, count)
}

/// Enters `echoInt64` with `message`, its `FunctionCall`, as often as a host would that calls it `count` times.
@GuestFunction func repeatEchoInt64(_ message: RawSpan, _ count: UInt64) {
    repeatEntry(__swiftlet_function_echoInt64.8, message, count)
}

/// Enters `echoString` with `message`, its `FunctionCall`, as often as a host would that calls it `count` times.
@GuestFunction func repeatEchoString(_ message: RawSpan, _ count: UInt64) {
    repeatEntry(__swiftlet_function_echoString.8, message, count)
}

private func repeatEntry(_ entry: GuestFunctionEntry, _ message: RawSpan, _ count: UInt64) {
    message.withUnsafeBytes { message in
        repeat_entry(unsafeBitCast(entry, to: UnsafeRawPointer.self), message.baseAddress, UInt64(message.count), count)
    }
}
