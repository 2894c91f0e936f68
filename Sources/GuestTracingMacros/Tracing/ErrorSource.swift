import SwiftSyntax

/// Finds the first `try` or `throw` whose error leaves a block.
final class ErrorSource: SyntaxVisitor {
    private var keyword: TokenSyntax?

    static func first(in statements: CodeBlockItemListSyntax) -> TokenSyntax? {
        let visitor = ErrorSource(viewMode: .sourceAccurate)
        visitor.walk(statements)
        return visitor.keyword
    }

    private func found(_ token: TokenSyntax) -> SyntaxVisitorContinueKind {
        keyword = keyword ?? token
        return .skipChildren
    }

    override func visit(_ node: ThrowStmtSyntax) -> SyntaxVisitorContinueKind {
        found(node.throwKeyword)
    }

    override func visit(_ node: TryExprSyntax) -> SyntaxVisitorContinueKind {
        // `try?` and `try!` let no error out, whatever they are in front of.
        node.questionOrExclamationMark == nil ? found(node.tryKeyword) : .skipChildren
    }

    /// What a closure throws, its caller throws, and has a `try` of its own.
    override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
        .skipChildren
    }

    /// What a function throws, its callers throw; a type has nothing but functions.
    override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
        .skipChildren
    }

    override func visit(_ node: MemberBlockSyntax) -> SyntaxVisitorContinueKind {
        .skipChildren
    }

    override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind {
        .skipChildren
    }

    override func visit(_ node: DoStmtSyntax) -> SyntaxVisitorContinueKind {
        guard node.catchClauses.contains(where: \.catchesEverything) else { return .visitChildren }
        // What the clauses themselves throw is not caught.
        walk(node.catchClauses)
        return .skipChildren
    }
}

extension CatchClauseSyntax {
    fileprivate var catchesEverything: Bool {
        catchItems.isEmpty || catchItems.contains { $0.whereClause == nil && $0.pattern?.bindsEverything != false }
    }
}

extension PatternSyntax {
    fileprivate var bindsEverything: Bool {
        if let expression = self.as(ExpressionPatternSyntax.self)?.expression {
            return expression.is(DiscardAssignmentExprSyntax.self)
        }
        return self.as(ValueBindingPatternSyntax.self)?.pattern.is(IdentifierPatternSyntax.self) ?? false
    }
}
