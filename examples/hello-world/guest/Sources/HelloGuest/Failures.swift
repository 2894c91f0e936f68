import GuestSDK

// sample: host-errors
/// "Hello" in a language. The host may not know it, so the declaration throws.
@HostFunction
func hostTranslate(_ language: String) throws(HostFunctionError) -> String

/// Passes a failure on: the host's caller gets back the error that the host function threw.
@GuestFunction
func greet(_ name: String, _ language: String) throws(HostFunctionError) -> String {
    "\(try hostTranslate(language)), \(name)!"
}

/// Makes do without the host function's answer.
@GuestFunction
func greetAnyway(_ name: String, _ language: String) -> String {
    do throws(HostFunctionError) {
        return try greet(name, language)
    } catch {
        Log.warning("no translation: \(error.message)")
        return "Hello, \(name)!"
    }
}
// end sample

// sample: traps
/// Traps when `count` is zero or negative.
@GuestFunction
func average(_ sum: Int64, _ count: Int64) -> Int64 {
    precondition(count >= 0, "a count cannot be negative")
    return sum / count
}
// end sample
