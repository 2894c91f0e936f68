import GuestSDK

// Bodies of a single expression, whose value is returned without `return`.

/// enter and exit `expression(_:)`.
@GuestFunction @Traced
func expression(_ value: Int32) -> Int32 { value &* 2 }

/// enter and exit `call(_:)`, with enter and exit `expression(_:)` between them.
@GuestFunction @Traced
func call(_ value: Int32) -> Int32 { expression(value) }

/// enter and exit `ternary(_:)`.
@GuestFunction @Traced
func ternary(_ value: Int32) -> String { value < 0 ? "negative" : "other" }

/// enter and exit `ifExpression(_:)`.
@GuestFunction @Traced
func ifExpression(_ value: Int32) -> String {
    if value < 0 { "negative" } else if value == 0 { "zero" } else { "positive" }
}

/// enter and exit `switchExpression(_:)`; only enter for any other value than 1 and 2, which is a trap.
@GuestFunction @Traced
func switchExpression(_ value: Int32) -> String {
    switch value {
    case 1: "one"
    case 2: "two"
    default: fatalError("neither 1 nor 2")
    }
}

/// enter and exit `ifStatement(_:)`: an `if` that returns itself.
@GuestFunction @Traced
func ifStatement(_ value: Int32) -> Int32 {
    if value < 0 { return -1 } else { return 1 }
}

/// enter `abandoned()`, and no exit, since the function never returns.
@GuestFunction @Traced
func abandoned() -> Int32 { giveUp() }

private func giveUp() -> Never { fatalError("gave up") }
