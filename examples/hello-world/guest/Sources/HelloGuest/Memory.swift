import GuestSDK

// sample: globals
/// A guest is single-threaded, so nothing else can touch the variable at the same time.
nonisolated(unsafe) private var visitors: [String] = []

/// Remembers a visitor, and says how many there have been. Globals and the heap live on from call to call.
@GuestFunction
func remember(_ visitor: String) -> Int32 {
    visitors.append(visitor)
    return Int32(visitors.count)
}
// end sample
