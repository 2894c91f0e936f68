/// Something that no guest may bring about.
struct ContainmentViolation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
