/// Numbers of bytes in the unit that suits their size.
enum ByteText {
    private static let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]

    /// With one digit behind the point, rounded down: `48 B`, `1.5 KiB`.
    static func short(_ bytes: UInt64) -> String {
        let unit = max(0, (UInt64.bitWidth - 1 - bytes.leadingZeroBitCount) / 10)
        guard unit > 0 else { return "\(bytes) \(units[0])" }
        // No overflow: ten times what is left of six units is below 2^60.
        let tenths = (bytes >> UInt64(10 * (unit - 1))) * 10 / 1024
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
