import SwiftDiagnostics
import SwiftParser
import SwiftSyntax

/// A value that `@Traced` records with a function's beginning: an expression over the parameters, and its text as the name.
///
/// Arguments of an attribute cannot name parameters, so the author writes the expression as a string literal.
struct CapturedValue {
    let name: TraceName
    let expression: ExprSyntax

    init(_ argument: ExprSyntax, of function: TracedFunction) throws(DiagnosticsError) {
        guard let text = argument.as(StringLiteralExprSyntax.self)?.representedLiteralValue else {
            throw DiagnosticsError(
                diagnostics: [Diagnostic(node: argument, message: MacroDiagnostic.captureNotLiteral)])
        }
        name = try TraceName(text, writtenAt: argument)
        if let expression = Self.expression(text) {
            if let problem = Self.problem(with: expression, text, in: function) {
                throw DiagnosticsError(diagnostics: [Diagnostic(node: argument, message: problem)])
            }
            self.expression = expression
        } else {
            throw DiagnosticsError(
                diagnostics: [Diagnostic(node: argument, message: MacroDiagnostic.captureNotExpression(text))])
        }
    }

    private static func expression(_ text: String) -> ExprSyntax? {
        let file = Parser.parse(source: text)
        guard !file.hasError, file.statements.count == 1, case .expr(let expression)? = file.statements.first?.item,
            !expression.isAssignment
        else { return nil }
        return expression.trimmed
    }

    private static func problem(
        with expression: ExprSyntax, _ text: String, in function: TracedFunction
    ) -> MacroDiagnostic? {
        let tokens = expression.tokens(viewMode: .sourceAccurate)
        if tokens.contains(where: { [.keyword(.try), .keyword(.await)].contains($0.tokenKind) }) {
            return .captureWithEffect(text)
        }
        let subject = tokens.lazy.compactMap(\.subject).first
        guard let subject, function.captureCandidates.contains(subject) else {
            return .captureNotParameter(text, candidates: function.captureCandidates)
        }
        return nil
    }
}

extension TokenSyntax {
    /// The name of something that has a value, if the token is one.
    fileprivate var subject: String? {
        tokenKind == .keyword(.self) ? "self" : identifier?.name
    }
}
