/// One line of the table.
struct Row {
    enum Unit: String, Codable {
        case nanoseconds = "ns"
        case allocations
        case perSecond = "1/s"
    }

    /// A figure's place on a curve of the plots.
    struct Point: Codable {
        let curve: String
        let axis: String
        let x: Double
    }

    let name: String
    var unit = Unit.nanoseconds
    /// Nil for floors that nothing is measured against yet.
    var ours: Distribution?
    var floor: Distribution?
    /// What the floor is.
    var floorName: String?
    var point: Point?

    var ratio: Double? {
        guard let ours, let floor else { return nil }
        return ours.median / floor.median
    }
}
