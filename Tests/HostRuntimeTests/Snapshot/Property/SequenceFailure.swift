/// A sequence of operations whose last one made something go wrong.
struct SequenceFailure: CustomStringConvertible {
    let operations: [Operation]
    let reason: String

    /// Runs a sequence on what `make` makes, which applies one operation; nil if all is well.
    init?(of operations: [Operation], make: () throws -> (Operation) throws -> Void) {
        var count = 0
        do {
            let apply = try make()
            for operation in operations {
                count += 1
                try apply(operation)
            }
            return nil
        } catch {
            self.operations = Array(operations.prefix(count))
            reason = "\(error)"
        }
    }

    private static let shrinkingAttempts = 300

    /// A failure with fewer operations, for people to understand; its reason may be another one.
    func shrunk(make: () throws -> (Operation) throws -> Void) -> SequenceFailure {
        let shortest = shrink(operations, attempts: Self.shrinkingAttempts) {
            SequenceFailure(of: $0, make: make) != nil
        }
        return SequenceFailure(of: shortest, make: make) ?? self
    }

    var description: String {
        let steps = operations.enumerated().map { "\($0.offset + 1). \($0.element)" }
        return "\(reason)\n\(steps.joined(separator: "\n"))"
    }
}
