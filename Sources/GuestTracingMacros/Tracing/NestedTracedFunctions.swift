import SwiftSyntax

/// Finds the functions with `@Traced` in the body of another.
///
/// The body is part of that one's expansion, and the compiler expands no macro in its own expansion.
final class NestedTracedFunctions: SyntaxVisitor {
    private var attributes: [AttributeSyntax] = []

    static func all(in body: CodeBlockSyntax) -> [AttributeSyntax] {
        let visitor = NestedTracedFunctions(viewMode: .sourceAccurate)
        visitor.walk(body)
        return visitor.attributes
    }

    override func visit(_ node: AttributeSyntax) -> SyntaxVisitorContinueKind {
        if node.isMacro(named: "Traced") { attributes.append(node) }
        return .skipChildren
    }
}
