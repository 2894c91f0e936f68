import GuestSDK

@Traced
private func inner(_ value: Int32) -> Int32 { value &+ 1 }

/// enter `nested(_:)`; enter and exit `inner(_:)`, twice; exit `nested(_:)`.
@GuestFunction @Traced
func nested(_ value: Int32) -> Int32 {
    let first = inner(value)
    return inner(first)
}

@Traced(capturing: "depth")
private func descend(_ depth: UInt32) -> UInt32 {
    guard depth > 0 else { return 0 }
    return descend(depth - 1) + 1
}

/// enter `descend(_:)` and argument `depth` for `depth` down to 0; then as many exits.
@GuestFunction
func recursion(_ depth: UInt32) -> UInt32 { descend(depth) }
