/// The values that calls pass.
enum Samples {
    /// One byte more than a `String` holds without memory of its own.
    static let text = "sixteen bytes ok"
    static let number: Int64 = 0x1234_5678_9abc
}
