import SwiftSyntax

extension ExprSyntax {
    /// Whether the expression assigns with `=`, which has no value and stands alone.
    var isAssignment: Bool {
        if let sequence = self.as(SequenceExprSyntax.self) {
            return sequence.elements.contains { $0.is(AssignmentExprSyntax.self) }
        }
        if let operation = self.as(InfixOperatorExprSyntax.self) {
            return operation.operator.is(AssignmentExprSyntax.self)
        }
        return false
    }
}
