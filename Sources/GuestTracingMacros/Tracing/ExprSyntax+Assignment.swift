import SwiftSyntax

extension ExprSyntax {
    /// Whether the expression assigns with `=`, which has no value and stands alone.
    var isAssignment: Bool {
        if let sequence = self.as(SequenceExprSyntax.self) {
            return sequence.elements.contains { $0.is(AssignmentExprSyntax.self) }
        }
        guard let operation = self.as(InfixOperatorExprSyntax.self) else { return false }
        // An operator that the compiler does not know yet may have taken the assignment for its operand.
        return operation.operator.is(AssignmentExprSyntax.self) || operation.leftOperand.isAssignment
    }
}
