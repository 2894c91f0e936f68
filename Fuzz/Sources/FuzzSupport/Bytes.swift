extension FixedWidthInteger {
    /// The number as files and guests have it.
    var bytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}

extension String {
    /// The text with the zero that ends it in files.
    var terminated: [UInt8] { Array(utf8) + [0] }
}
