import GuestSDK

@GuestFunction func trapFatalError(_ text: String) { fatalError("fatal: \(text)") }
@GuestFunction func trapPrecondition(_ value: Int32) { precondition(value > 0, "value must be positive") }
@GuestFunction func trapIndex(_ index: Int32) -> Int32 { [10, 20, 30][Int(index)] }
@GuestFunction func trapOverflow(_ left: Int32, _ right: Int32) -> Int32 { left + right }
@GuestFunction func trapDivision(_ left: Int32, _ right: Int32) -> Int32 { left / right }

@GuestFunction func trapUnwrap(_ value: Int32) -> Int32 {
    let optional: Int32? = value > 0 ? value : nil
    // swift-format-ignore: NeverForceUnwrap
    return optional!
}

@inline(never)
func recurse(_ depth: Int64, _ block: InlineArray<64, Int64>) -> Int64 {
    guard depth > 0 else { return block[0] }
    var next = block
    next[Int(depth % 64)] = depth
    return recurse(depth - 1, next) &+ next[3]
}

@GuestFunction func recurseTo(_ depth: Int64) -> Int64 { recurse(depth, InlineArray(repeating: 1)) }

/// Every way to give up that takes no message, and those that do.
@GuestFunction func trapWithout(_ way: Int32) {
    precondition(way != 0)
    precondition(way != 1, "one")
    switch way {
    case 2: fatalError()
    case 3: preconditionFailure()
    case 4: preconditionFailure("four")
    default: break
    }
}
