import GuestSDK

struct Odd: GuestFunctionError {
    var code: UInt64 { 2 }
    var message: String { "the value is odd" }
}

private func halve(_ value: Int32) throws(Odd) -> Int32 {
    if value % 2 != 0 { throw Odd() }
    return value / 2
}

/// begin `double`, end `double`.
@GuestFunction
func blockExpression(_ value: Int32) -> Int32 { #traced("double") { value &* 2 } }

/// begin `assign`, end `assign`.
@GuestFunction
func blockAssignment(_ value: Int32) -> Int32 {
    var result: Int32 = 0
    #traced("assign") { result = value }
    return result
}

/// begin `square`, event `squaring`, end `square`.
@GuestFunction
func blockStatements(_ value: Int32) -> Int32 {
    #traced("square") {
        Trace.event("squaring")
        return value &* value
    }
}

/// begin `halve`, end `halve`, also if `value` is odd; then event `halved` unless it is.
@GuestFunction
func blockThrowing(_ value: Int32) throws(Odd) -> Int32 {
    // sample: traced-expression
    let half = try #traced("halve") { try halve(value) }
    // end sample
    Trace.event("halved")
    return half
}

/// begin `halve twice`, end `halve twice`, also if `value` cannot be divided by 4.
@GuestFunction
func blockThrowingStatements(_ value: Int32) throws(Odd) -> Int32 {
    // sample: traced-statements
    return try #traced("halve twice") { () throws(Odd) -> Int32 in
        let half = try halve(value)
        return try halve(half)
    }
    // end sample
}

/// begin `outer`, begin `inner`, end `inner`, end `outer`; the same if `value` is odd, which is caught.
@GuestFunction
func blockNested(_ value: Int32) -> Int32 {
    do throws(Odd) {
        return try #traced("outer") { try #traced("inner") { try halve(value) } &+ 1 }
    } catch {
        return -1
    }
}

/// begin `catching`, event `odd` if `value` is odd, end `catching`.
@GuestFunction
func blockCatching(_ value: Int32) -> Int32 {
    #traced("catching") {
        do throws(Odd) {
            return try halve(value)
        } catch {
            Trace.event("odd")
            return -1
        }
    }
}

private struct Token: ~Copyable {
    let value: Int32

    deinit { Trace.event("token gone", value) }
}

/// begin `make`, end `make`; event `token gone` with `value`.
@GuestFunction
func blockNoncopyable(_ value: Int32) -> Int32 {
    let token = #traced("make") { Token(value: value) }
    return token.value
}

/// enter `surroundsBlock(_:)`; begin `within`, end `within`; exit `surroundsBlock(_:)`.
@GuestFunction @Traced
func surroundsBlock(_ value: Int32) -> Int32 { #traced("within") { value &+ 1 } }
