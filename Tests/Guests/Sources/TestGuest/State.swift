import GuestSDK

nonisolated(unsafe) var startCount: Int32 = 0
nonisolated(unsafe) var counter: Int32 = 0
nonisolated(unsafe) var names: [String: Int32] = [:]

@GuestFunction func starts() -> Int32 { startCount }

@GuestFunction func increment() -> Int32 {
    counter += 1
    return counter
}

@GuestFunction func incrementBy(_ amount: Int32) { counter += amount }

@GuestFunction func counterValue() -> Int32 { counter }

/// Strings, hashing and a growing dictionary, all of which live on the heap.
@GuestFunction func remember(_ name: String) -> Int32 {
    names[name, default: 0] += 1
    return names[name] ?? -1
}

@GuestFunction func rememberedNames() -> Int32 { Int32(names.count) }

@GuestFunction("named otherwise") func hasAnotherName() -> Int32 { 7 }

@GuestFunction func randomNumber() -> UInt64 { UInt64.random(in: .min ... .max) }
