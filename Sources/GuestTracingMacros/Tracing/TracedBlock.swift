import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder

/// A use of `#traced`, checked.
struct TracedBlock {
    private let name: TraceName

    init(name argument: ExprSyntax?, block: ClosureExprSyntax?, of node: some SyntaxProtocol) throws(DiagnosticsError) {
        guard let argument, let block else {
            throw DiagnosticsError(diagnostics: [Diagnostic(node: node, message: MacroDiagnostic.tracedBlockMissing)])
        }
        name = try TraceName(literal: argument)
        // A closure with an error in it infers `any Error`, which Embedded Swift does not have.
        if block.signature == nil, block.singleExpression == nil, let keyword = ErrorSource.first(in: block.statements)
        {
            throw DiagnosticsError(diagnostics: [Diagnostic(node: keyword, message: MacroDiagnostic.tracedBlockThrows)])
        }
    }

    /// What takes the place of a use with this block.
    func expansion(of block: ClosureExprSyntax) -> ExprSyntax {
        let point = TracePoint(name: name)
        guard let expression = block.singleExpression else {
            return "\(point.call("spanning")) \(block.trimmed)"
        }
        return "GuestSDK.Trace.closing(\(point.call("begin")), \(expression))"
    }
}

extension ClosureExprSyntax {
    /// The expression that the block consists of, in a form that a call takes as an argument: an expression needs no
    /// closure, and so its error keeps its type.
    fileprivate var singleExpression: ExprSyntax? {
        guard signature == nil, statements.count == 1, let item = statements.first?.item else { return nil }
        switch item {
        case .expr(let expression):
            let argument = expression.trimmed.withoutTry
            return expression.isAssignment ? "(\(argument))" : argument
        case .stmt(let statement):
            return statement.as(ReturnStmtSyntax.self)?.expression?.trimmed.withoutTry
        case .decl:
            return nil
        }
    }
}

extension ExprSyntax {
    /// The expression for where a `try` stands in front of the whole: the compiler warns about that one if those within
    /// leave nothing to it.
    fileprivate var withoutTry: ExprSyntax {
        if let attempt = self.as(TryExprSyntax.self), attempt.questionOrExclamationMark == nil {
            return attempt.expression
        }
        // Of operators that the compiler does not know yet, the first may be inside the left operand.
        guard let operation = self.as(InfixOperatorExprSyntax.self) else { return self }
        return ExprSyntax(
            operation.with(\.leftOperand, operation.leftOperand.withoutTry)
                .with(\.rightOperand, operation.rightOperand.withoutTry))
    }
}
