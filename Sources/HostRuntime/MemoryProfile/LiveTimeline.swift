/// How much was allocated in the course of time, in a bounded number of points: when there would be more, times that are
/// close to each other become one.
struct LiveTimeline {
    struct Point: Equatable {
        /// Number of an interval of ``LiveTimeline/resolution`` ticks.
        var interval: UInt64
        var peak: UInt64
        var last: UInt64
    }

    private let limit: Int
    /// The length of an interval, as a power of two.
    private var shift: UInt64 = 0
    private(set) var points: [Point] = []

    /// - Parameter limit: The largest number of points, at least one.
    init(limit: Int) {
        self.limit = limit
    }

    /// When a point's interval begins, in ticks.
    func start(of point: Point) -> UInt64 { point.interval << shift }

    /// Takes a note of what is allocated.
    ///
    /// - Parameter ticks: Since the beginning. An earlier time than the latest counts as that.
    mutating func note(_ bytes: UInt64, at ticks: UInt64) {
        append(Point(interval: ticks >> shift, peak: bytes, last: bytes))
        while points.count > limit { halve() }
    }

    private mutating func halve() {
        let finer = points
        shift += 1
        points.removeAll(keepingCapacity: true)
        for var point in finer {
            point.interval >>= 1
            append(point)
        }
    }

    private mutating func append(_ point: Point) {
        guard let last = points.indices.last, point.interval <= points[last].interval else {
            return points.append(point)
        }
        points[last].peak = max(points[last].peak, point.peak)
        points[last].last = point.last
    }
}
