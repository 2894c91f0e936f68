import GuestSDK

@GuestFunction func echoInt32(_ value: Int32) -> Int32 { value }
@GuestFunction func echoUInt32(_ value: UInt32) -> UInt32 { value }
@GuestFunction func echoInt64(_ value: Int64) -> Int64 { value }
@GuestFunction func echoUInt64(_ value: UInt64) -> UInt64 { value }
@GuestFunction func echoFloat(_ value: Float) -> Float { value }
@GuestFunction func echoDouble(_ value: Double) -> Double { value }
@GuestFunction func echoBool(_ value: Bool) -> Bool { value }
@GuestFunction func echoString(_ value: String) -> String { value }
@GuestFunction func echoBytes(_ value: [UInt8]) -> [UInt8] { value }
@GuestFunction func nothing() {}

@GuestFunction
func describeAll(
    _ a: Int32, _ b: UInt32, _ c: Int64, _ d: UInt64, _ e: Float, _ f: Double, _ g: Bool, _ h: String, _ i: [UInt8]
) -> String {
    // The bits say it all, whatever the formatting of numbers.
    "\(a) \(b) \(c) \(d) \(e.bitPattern) \(f.bitPattern) \(g) \(h) \(i.count)"
}

/// As many parameters as a function can have.
@GuestFunction
func sum32(
    _ a: Int32, _ b: Int32, _ c: Int32, _ d: Int32, _ e: Int32, _ f: Int32, _ g: Int32, _ h: Int32,
    _ i: Int32, _ j: Int32, _ k: Int32, _ l: Int32, _ m: Int32, _ n: Int32, _ o: Int32, _ p: Int32,
    _ q: Int32, _ r: Int32, _ s: Int32, _ t: Int32, _ u: Int32, _ v: Int32, _ w: Int32, _ x: Int32,
    _ y: Int32, _ z: Int32, _ a1: Int32, _ b1: Int32, _ c1: Int32, _ d1: Int32, _ e1: Int32, _ f1: Int32
) -> Int32 {
    let first = [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
    let second = [q, r, s, t, u, v, w, x, y, z, a1, b1, c1, d1, e1, f1]
    return first.reduce(0, +) + second.reduce(0, +)
}

@GuestFunction func bytesLength(_ data: RawSpan) -> UInt64 { UInt64(data.byteCount) }

/// Where the argument's bytes lie: in the input buffer, if nothing was copied.
@GuestFunction func bytesAddress(_ data: RawSpan) -> UInt64 {
    data.withUnsafeBytes { UInt64(UInt(bitPattern: $0.baseAddress)) }
}

@GuestFunction func bytesSum(_ data: RawSpan) -> UInt64 {
    var sum: UInt64 = 0
    for index in data.byteOffsets { sum &+= UInt64(data.unsafeLoad(fromByteOffset: index, as: UInt8.self)) }
    return sum
}

@GuestFunction func makeBytes(_ count: UInt32, _ value: UInt32) -> [UInt8] {
    [UInt8](repeating: UInt8(truncatingIfNeeded: value), count: Int(count))
}
