import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxMacros

/// `#traced("name") { … }`: puts records around a block, and yields its value or its error.
struct TracedBlockMacro: ExpressionMacro {
    /// The block stays as the author wrote it.
    static let formatMode = FormatMode.disabled

    static func expansion(
        of node: some FreestandingMacroExpansionSyntax, in context: some MacroExpansionContext
    ) throws -> ExprSyntax {
        let rewriter = Rewriter(viewMode: .sourceAccurate)
        let expansion = rewriter.expansion(of: node)
        guard let expansion, rewriter.diagnostics.isEmpty else {
            throw DiagnosticsError(diagnostics: rewriter.diagnostics)
        }
        return expansion
    }

    /// Expands a use together with those inside it: to the compiler, they would be a macro that expands to itself.
    private final class Rewriter: SyntaxRewriter {
        private(set) var diagnostics: [Diagnostic] = []

        func expansion(of node: some FreestandingMacroExpansionSyntax) -> ExprSyntax? {
            do {
                let traced = try TracedBlock(
                    name: node.arguments.first?.expression, block: node.trailingClosure, of: node)
                return node.trailingClosure.map { traced.expansion(of: $0.rewritten(by: self)) }
            } catch {
                diagnostics += error.diagnostics
                return nil
            }
        }

        override func visit(_ node: MacroExpansionExprSyntax) -> ExprSyntax {
            guard node.macroName.text == "traced", let expansion = expansion(of: node) else { return super.visit(node) }
            return expansion.with(\.leadingTrivia, node.leadingTrivia).with(\.trailingTrivia, node.trailingTrivia)
        }
    }
}

extension ClosureExprSyntax {
    fileprivate func rewritten(by rewriter: SyntaxRewriter) -> ClosureExprSyntax {
        with(\.statements, rewriter.rewrite(statements).cast(CodeBlockItemListSyntax.self))
    }
}
