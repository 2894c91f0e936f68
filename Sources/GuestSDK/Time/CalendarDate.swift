/// A day of the Gregorian calendar.
struct CalendarDate {
    let year: Int
    /// From 1.
    let month: Int
    /// From 1.
    let day: Int

    /// The day that is so many days after 1970-01-01.
    init(daysSince1970: Int) {
        var year = 1970
        var days = daysSince1970
        while days >= Self.length(ofYear: year) {
            days -= Self.length(ofYear: year)
            year += 1
        }
        var month = 1
        while days >= Self.length(ofMonth: month, in: year) {
            days -= Self.length(ofMonth: month, in: year)
            month += 1
        }
        self.year = year
        self.month = month
        day = days + 1
    }

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func length(ofYear year: Int) -> Int {
        isLeap(year) ? 366 : 365
    }

    private static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
