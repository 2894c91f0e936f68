import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxMacros

/// Turns a declaration into a ``FunctionSignature`` and collects every reason why it cannot, so that the author
/// sees them all at once.
struct SignatureParser {
    private let role: FunctionRole
    private var diagnostics: [Diagnostic] = []

    /// Parses the declaration that an attribute of the given role is attached to.
    static func parse(
        _ declaration: some DeclSyntaxProtocol,
        attribute: AttributeSyntax,
        role: FunctionRole,
        lexicalContext: [Syntax]
    ) throws(DiagnosticsError) -> FunctionSignature {
        var parser = SignatureParser(role: role)
        guard let function = declaration.as(FunctionDeclSyntax.self) else {
            parser.diagnose(.notFunction(role), at: attribute)
            throw DiagnosticsError(diagnostics: parser.diagnostics)
        }
        let wireName = parser.wireName(of: function, attribute: attribute)
        parser.checkKind(of: function, lexicalContext: lexicalContext)
        let parameters = parser.parameters(function.signature.parameterClause.parameters)
        let errorType = parser.errorType(function.signature.effectSpecifiers)
        let result = parser.result(function.signature.returnClause)
        parser.checkBody(of: function)
        guard parser.diagnostics.isEmpty, let wireName, let result else {
            throw DiagnosticsError(diagnostics: parser.diagnostics)
        }
        return FunctionSignature(
            name: function.name.trimmed, wireName: wireName, parameters: parameters, result: result,
            errorType: errorType)
    }

    private init(role: FunctionRole) {
        self.role = role
    }

    private mutating func diagnose(_ message: MacroDiagnostic, at node: some SyntaxProtocol, fixIts: [FixIt] = []) {
        diagnostics.append(Diagnostic(node: node, message: message, fixIts: fixIts))
    }
}

// MARK: - The declaration

extension SignatureParser {
    private mutating func wireName(of function: FunctionDeclSyntax, attribute: AttributeSyntax) -> String? {
        do {
            return try WireName(of: function, attribute: attribute).text
        } catch {
            diagnostics += error.diagnostics
            return nil
        }
    }

    private mutating func checkKind(of function: FunctionDeclSyntax, lexicalContext: [Syntax]) {
        if !lexicalContext.isEmpty {
            diagnose(.notGlobal(role), at: function.name)
        }
        if function.name.identifier == nil {
            diagnose(.operatorFunction(role), at: function.name)
        }
        if let generics = function.genericParameterClause {
            diagnose(.generic(role), at: generics)
        }
    }

    private mutating func checkBody(of function: FunctionDeclSyntax) {
        switch (role, function.body) {
        case (.guestFunction, nil):
            diagnose(.bodyMissing, at: function.name)
        case (.hostFunction, let body?):
            let fixIt = FixIt.replace(
                message: MacroExpansionFixItMessage("remove the body"),
                oldNode: function, newNode: function.with(\.body, nil))
            diagnose(.bodyPresent, at: body, fixIts: [fixIt])
        case (.hostFunction, nil):
            // A function has one macro for its body, and the compiler would ignore the other without a word.
            for attribute in function.attributes where attribute.isMacro(named: "Traced") {
                diagnose(.tracedHostFunction, at: attribute)
            }
        default:
            break
        }
    }
}

// MARK: - Effects

extension SignatureParser {
    private mutating func errorType(_ effects: FunctionEffectSpecifiersSyntax?) -> TypeSyntax? {
        if let effects, let keyword = effects.asyncSpecifier {
            let fixIt = FixIt.replace(
                message: MacroExpansionFixItMessage("remove '\(keyword.text)'"),
                oldNode: effects, newNode: effects.with(\.asyncSpecifier, nil))
            diagnose(.asynchronous, at: keyword, fixIts: [fixIt])
        }
        guard let clause = effects?.throwsClause else { return nil }
        switch role {
        case .guestFunction:
            return guestFunctionErrorType(clause)
        case .hostFunction:
            return hostFunctionErrorType(clause)
        }
    }

    private mutating func guestFunctionErrorType(_ clause: ThrowsClauseSyntax) -> TypeSyntax? {
        switch clause.type?.trimmedDescription {
        case nil, "Error", "any Error", "Swift.Error", "any Swift.Error":
            diagnose(.untypedThrows, at: clause, fixIts: [.replace(clause, withErrorType: "<#Error type#>")])
            return nil
        case "Never", "Swift.Never":
            return nil
        default:
            return clause.type?.trimmed
        }
    }

    private mutating func hostFunctionErrorType(_ clause: ThrowsClauseSyntax) -> TypeSyntax? {
        let name = "HostFunctionError"
        if let type = clause.type?.trimmed, [name, "GuestSDK." + name].contains(type.description) {
            return type
        }
        diagnose(.hostFunctionThrows, at: clause, fixIts: [.replace(clause, withErrorType: name)])
        return nil
    }
}

extension FixIt {
    fileprivate static func replace(_ clause: ThrowsClauseSyntax, withErrorType name: String) -> Self {
        let newClause = ThrowsClauseSyntax(
            leadingTrivia: clause.leadingTrivia,
            throwsSpecifier: .keyword(.throws), leftParen: .leftParenToken(),
            type: IdentifierTypeSyntax(name: .identifier(name)), rightParen: .rightParenToken(),
            trailingTrivia: clause.trailingTrivia)
        return replace(
            message: MacroExpansionFixItMessage("write '\(newClause.trimmedDescription)'"),
            oldNode: clause, newNode: newClause)
    }
}

// MARK: - Parameters and result

extension SignatureParser {
    private mutating func parameters(_ list: FunctionParameterListSyntax) -> [FunctionSignature.Parameter] {
        if list.count > RecordLiteral.maximumParameterCount {
            let first = list.index(list.startIndex, offsetBy: RecordLiteral.maximumParameterCount)
            diagnose(.tooManyParameters, at: list[first])
        }
        var parameters: [FunctionSignature.Parameter] = []
        for parameter in list {
            if let ellipsis = parameter.ellipsis {
                diagnose(.variadicParameter, at: ellipsis)
            }
            let nameToken = parameter.secondName ?? parameter.firstName
            let name = nameToken.tokenKind == .wildcard ? nil : nameToken.trimmed
            if role == .hostFunction, name == nil {
                diagnose(.unnamedParameter, at: nameToken)
            }
            guard let type = wireType(parameter.type, at: .parameter) else { continue }
            let label = ArgumentLabel(declaredAs: parameter.firstName)
            parameters.append(FunctionSignature.Parameter(label: label, name: name, type: type))
        }
        return parameters
    }

    private mutating func result(_ clause: ReturnClauseSyntax?) -> WireType? {
        guard let clause else { return .void }
        return wireType(clause.type, at: .result)
    }

    private mutating func wireType(_ type: TypeSyntax, at position: UnsupportedType.Position) -> WireType? {
        let baseType = withoutSpecifiers(type)
        guard let wireType = WireType(baseType), position.accepts(wireType) else {
            diagnostics.append(UnsupportedType(type: baseType, position: position).diagnostic)
            return nil
        }
        return wireType
    }

    /// The type behind ownership specifiers and attributes, each of which is reported.
    private mutating func withoutSpecifiers(_ type: TypeSyntax) -> TypeSyntax {
        guard let attributed = type.as(AttributedTypeSyntax.self) else { return type }
        let specifiers = attributed.specifiers.map { Syntax($0) }
        let attributes = attributed.attributes.map { Syntax($0) }
        let lateSpecifiers = attributed.lateSpecifiers.map { Syntax($0) }
        for specifier in specifiers + attributes + lateSpecifiers {
            diagnose(.specifier(specifier.trimmedDescription), at: specifier)
        }
        return attributed.baseType
    }
}
