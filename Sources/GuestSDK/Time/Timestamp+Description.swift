extension Timestamp: CustomStringConvertible {
    /// The timestamp by ISO 8601, in UTC: `2026-03-01T12:00:00.000000000Z`. All have 30 characters, so they sort like
    /// timestamps.
    public var description: String {
        let (days, secondOfDay) = Int(seconds).quotientAndRemainder(dividingBy: 86_400)
        let date = CalendarDate(daysSince1970: days)
        return String(unsafeUninitializedCapacity: 30) { text in
            var count = 0
            func append(_ number: Int, digits: Int, then separator: Unicode.Scalar) {
                var rest = number
                for place in (count..<count + digits).reversed() {
                    text[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                text[count + digits] = UInt8(ascii: separator)
                count += digits + 1
            }
            append(date.year, digits: 4, then: "-")
            append(date.month, digits: 2, then: "-")
            append(date.day, digits: 2, then: "T")
            append(secondOfDay / 3600, digits: 2, then: ":")
            append(secondOfDay / 60 % 60, digits: 2, then: ":")
            append(secondOfDay % 60, digits: 2, then: ".")
            append(nanoseconds, digits: 9, then: "Z")
            return count
        }
    }
}
