import SwiftSyntax
import SwiftSyntaxBuilder

/// A parameter's label as it is written in a call.
struct ArgumentLabel {
    let text: String

    /// Takes the label from a declaration, where it may have backticks that the compiler warns about in a call:
    /// there nearly every keyword is a label. `nil` for `_`.
    init?(declaredAs token: TokenSyntax) {
        guard token.tokenKind != .wildcard else { return nil }
        guard let name = token.identifier?.name, name != token.text, Self.isLabel(name) else {
            text = token.text
            return
        }
        text = name
    }

    /// Asks the parser whether a call accepts the name as a label without backticks.
    private static func isLabel(_ name: String) -> Bool {
        let call = ExprSyntax("f(\(raw: name): 0)").as(FunctionCallExprSyntax.self)
        guard let call, !call.hasError, let label = call.arguments.first?.label else { return false }
        return label.tokenKind == .identifier(name)
    }
}
