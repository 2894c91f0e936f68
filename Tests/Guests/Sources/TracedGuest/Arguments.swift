import GuestSDK

/// enter `arguments`; arguments `a` to `g` with their types: signed, unsigned, signed, unsigned, float, float, bool; exit
/// `arguments`.
@GuestFunction @Traced("arguments", capturing: "a", "b", "c", "d", "e", "f", "g")
func arguments(_ a: Int32, _ b: UInt32, _ c: Int64, _ d: UInt64, _ e: Float, _ f: Double, _ g: Bool) -> Bool { !g }

/// enter `find`; arguments `limit` (signed) and `text.utf8.count` (signed); exit `find`.
// sample: traced-function
@GuestFunction @Traced("find", capturing: "limit", "text.utf8.count")
func findFirst(_ text: String, _ limit: Int32) -> Bool {
    text.utf8.prefix(Int(limit)).contains(UInt8(ascii: "!"))
}
// end sample

private struct Point: TraceValue {
    var x: Int32
    var y: Int32

    var traceWord: TraceWord { .signed(Int64(x) * 1000 + Int64(y)) }

    @Traced(capturing: "self", "self.x.magnitude", "other.y")
    func distance(to other: Point) -> Int32 { abs(x &- other.x) &+ abs(y &- other.y) }
}

/// enter `distance(to:)`; arguments `self` (signed, 1000 `x` + 2), `self.x.magnitude` (unsigned) and `other.y` (signed, 4);
/// exit `distance(to:)`.
@GuestFunction
func method(_ x: Int32) -> Int32 { Point(x: x, y: 2).distance(to: Point(x: 3, y: 4)) }

/// enter `bytes(_:)`; argument `data.byteCount` (signed); exit `bytes(_:)`.
@GuestFunction @Traced(capturing: "data.byteCount")
func bytes(_ data: RawSpan) -> [UInt8] { data.withUnsafeBytes { Array($0) } }
