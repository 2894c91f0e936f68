import SwiftSyntax
import SwiftSyntaxBuilder

/// What a body that is a single expression returns without saying so, and no longer would with statements before it.
enum ImplicitResult {
    /// Nothing: an initializer, or a function whose result is `Void` or `Never`.
    case none
    /// The expression's value.
    case value
    /// `nil`, which a failable initializer may consist of (SE-0255).
    case failure

    init(of clause: ReturnClauseSyntax?) {
        switch clause?.type.canonicalSpelling {
        case nil where clause == nil: self = .none
        case WireType.void.rawValue, "Never": self = .none
        default: self = .value
        }
    }

    /// The statements of a body, with `return` where it was implied.
    func explicit(in statements: CodeBlockItemListSyntax) -> CodeBlockItemListSyntax {
        guard self != .none, let item = statements.first, statements.count == 1 else { return statements }
        return [explicit(item)]
    }

    private func explicit(_ item: CodeBlockItemSyntax) -> CodeBlockItemSyntax {
        switch item.item {
        case .expr(let expression):
            explicit(expression).map { item.with(\.item, .stmt(StmtSyntax($0))) } ?? item
        case .stmt(let statement):
            // Where a statement may stand, `if` and `switch` are statements, though their value is returned (SE-0380).
            statement.as(ExpressionStmtSyntax.self).flatMap { explicit($0.expression) }
                .map { item.with(\.item, .stmt(StmtSyntax($0))) } ?? item
        case .decl(let declaration):
            // Of conditional compilation, the clause that is compiled is the body.
            declaration.as(IfConfigDeclSyntax.self).map { item.with(\.item, .decl(DeclSyntax(explicit($0)))) } ?? item
        }
    }

    private func explicit(_ condition: IfConfigDeclSyntax) -> IfConfigDeclSyntax {
        condition.with(
            \.clauses,
            IfConfigClauseListSyntax(
                condition.clauses.map { clause in
                    guard case .statements(let statements)? = clause.elements else { return clause }
                    return clause.with(\.elements, .statements(explicit(in: statements)))
                }))
    }

    /// `nil` where `return` would be wrong.
    private func explicit(_ expression: ExprSyntax) -> ReturnStmtSyntax? {
        guard self == .value ? expression.hasValue : expression.is(NilLiteralExprSyntax.self) else { return nil }
        return ReturnStmtSyntax(
            leadingTrivia: expression.leadingTrivia,
            returnKeyword: .keyword(.return, trailingTrivia: .space),
            expression: expression.with(\.leadingTrivia, []).acceptingNever,
            trailingTrivia: expression.trailingTrivia)
    }
}

extension ExprSyntax {
    /// Whether the expression is one that a body can consist of and that has a value.
    fileprivate var hasValue: Bool {
        if let condition = self.as(IfExprSyntax.self) {
            return condition.branches.map { Branch.all($0) } ?? false
        }
        if let choice = self.as(SwitchExprSyntax.self) {
            return Branch.all(choice.branches)
        }
        return !isAssignment
    }

    /// A call of a function that returns `Never` can stand for a body's value, but not behind `return`. As the only branch
    /// of a `switch` it can, and the macro does not see what a function returns.
    fileprivate var acceptingNever: ExprSyntax {
        guard self.is(FunctionCallExprSyntax.self) else { return self }
        return "switch () { default: \(trimmed) }"
    }
}

/// What a branch of an `if` or `switch` is, when the whole is taken for an expression (SE-0380).
private enum Branch {
    case value
    /// It ends in `throw`, so that it needs no value.
    case failure
    case statements

    init(_ statements: CodeBlockItemListSyntax) {
        switch statements.last?.item {
        case .stmt(let statement) where statement.is(ThrowStmtSyntax.self):
            self = .failure
        case .expr(let expression) where statements.count == 1 && expression.hasValue:
            self = .value
        case .stmt(let statement) where statements.count == 1:
            let expression = statement.as(ExpressionStmtSyntax.self)?.expression
            self = expression?.hasValue == true ? .value : .statements
        default:
            self = .statements
        }
    }

    /// Whether the branches make an expression: none has other statements, and one at least has a value.
    static func all(_ branches: [CodeBlockItemListSyntax]) -> Bool {
        let branches = branches.map(Branch.init)
        return branches.contains(.value) && !branches.contains(.statements)
    }
}

extension IfExprSyntax {
    /// `nil` without an `else`, when it has no value.
    fileprivate var branches: [CodeBlockItemListSyntax]? {
        switch elseBody {
        case nil: nil
        case .codeBlock(let block)?: [body.statements, block.statements]
        case .ifExpr(let next)?: next.branches.map { [body.statements] + $0 }
        }
    }
}

extension SwitchExprSyntax {
    fileprivate var branches: [CodeBlockItemListSyntax] {
        cases.flatMap { element in
            switch element {
            case .switchCase(let choice): [choice.statements]
            case .ifConfigDecl(let condition): condition.clauses.flatMap(\.branches)
            }
        }
    }
}

extension IfConfigClauseSyntax {
    fileprivate var branches: [CodeBlockItemListSyntax] {
        guard case .switchCases(let cases)? = elements else { return [] }
        return cases.compactMap { $0.as(SwitchCaseSyntax.self)?.statements }
    }
}
