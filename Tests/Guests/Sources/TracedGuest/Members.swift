import GuestSDK

private struct Tally {
    private(set) var sum: Int32

    @Traced
    init(startingAt sum: Int32) {
        self.sum = sum
    }

    @Traced
    init?(positive sum: Int32) {
        guard sum > 0 else { return nil }
        self.sum = sum
    }

    @Traced
    mutating func add(_ value: Int32) { sum &+= value }

    @Traced
    static func empty() -> Tally { Tally(startingAt: 0) }
}

private final class Counted {
    let value: Int32

    @Traced("Counted.init")
    init(_ value: Int32) { self.value = value }

    @Traced("Counted.deinit")
    deinit { Trace.event("gone", value) }
}

@Traced
private func largest<Value: Comparable>(_ left: Value, _ right: Value) -> Value {
    left < right ? right : left
}

@Traced
private func double(_ value: inout Int32) { value &*= 2 }

@Traced
private func apply<Failure: Error>(_ work: (Int32) throws(Failure) -> Int32, to value: Int32) throws(Failure) -> Int32 {
    try work(value)
}

/// enter and exit `init(startingAt:)`; enter and exit `add(_:)`.
@GuestFunction
func structure(_ value: Int32) -> Int32 {
    var tally = Tally(startingAt: 1)
    tally.add(value)
    return tally.sum
}

/// enter and exit `init(positive:)`, also if it fails.
@GuestFunction
func failable(_ value: Int32) -> Bool { Tally(positive: value) != nil }

/// enter and exit `empty()`, with enter and exit `init(startingAt:)` between them.
@GuestFunction
func staticMethod() -> Int32 { Tally.empty().sum }

/// enter and exit `Counted.init`; enter `Counted.deinit`, event `gone` with `value`, exit `Counted.deinit`.
@GuestFunction
func object(_ value: Int32) -> Int32 {
    let counted = Counted(value)
    return counted.value
}

/// enter and exit `largest(_:_:)`, twice.
@GuestFunction
func generic(_ value: Int32) -> Int32 {
    largest(1.5, 2.5) > 2 ? largest(value, 0) : -1
}

/// enter and exit `double(_:)`.
@GuestFunction
func inoutParameter(_ value: Int32) -> Int32 {
    var value = value
    double(&value)
    return value
}

/// enter `apply(_:to:)`, event `closure`, exit `apply(_:to:)`; the same if `value` is negative, when the closure throws.
@GuestFunction
func closure(_ value: Int32) -> Int32 {
    do throws(Negative) {
        return try apply(
            { (value) throws(Negative) -> Int32 in
                Trace.event("closure")
                if value < 0 { throw Negative() }
                return value
            }, to: value)
    } catch {
        return -1
    }
}
