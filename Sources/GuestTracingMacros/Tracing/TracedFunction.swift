import SwiftDiagnostics
import SwiftSyntax

/// What `@Traced` needs to know about the function, initializer or deinitializer that it is attached to.
struct TracedFunction {
    /// As `#function` spells it: the base name with the argument labels.
    let fullName: String
    /// Where the name is written.
    let nameToken: TokenSyntax
    /// The names that the body uses.
    let parameterNames: [String]
    let asyncKeyword: TokenSyntax?
    let isHostFunction: Bool
    let body: CodeBlockSyntax?
    let result: ImplicitResult
    /// Whether the body can use `self` from its first statement on.
    let hasSelf: Bool

    /// `nil` for a declaration of another kind.
    init?(_ declaration: some DeclSyntaxProtocol, lexicalContext: [Syntax]) {
        if let function = declaration.as(FunctionDeclSyntax.self) {
            self.init(function, isMember: lexicalContext.first?.isProtocol((any DeclGroupSyntax).self) ?? false)
        } else if let initializer = declaration.as(InitializerDeclSyntax.self) {
            self.init(initializer)
        } else if let deinitializer = declaration.as(DeinitializerDeclSyntax.self) {
            self.init(deinitializer)
        } else {
            return nil
        }
    }

    private init(_ function: FunctionDeclSyntax, isMember: Bool) {
        let parameters = function.signature.parameterClause.parameters
        fullName = Self.fullName(function.name.identifier?.name ?? function.name.text, parameters)
        nameToken = function.name
        parameterNames = Self.names(of: parameters)
        asyncKeyword = function.signature.effectSpecifiers?.asyncSpecifier
        isHostFunction = function.attributes.contains { $0.isMacro(named: "HostFunction") }
        body = function.body
        result = ImplicitResult(of: function.signature.returnClause)
        hasSelf = isMember
    }

    private init(_ initializer: InitializerDeclSyntax) {
        let parameters = initializer.signature.parameterClause.parameters
        fullName = Self.fullName("init", parameters)
        nameToken = initializer.initKeyword
        parameterNames = Self.names(of: parameters)
        asyncKeyword = initializer.signature.effectSpecifiers?.asyncSpecifier
        isHostFunction = false
        body = initializer.body
        result = initializer.optionalMark == nil ? .none : .failure
        hasSelf = false
    }

    private init(_ deinitializer: DeinitializerDeclSyntax) {
        fullName = "deinit"
        nameToken = deinitializer.deinitKeyword
        parameterNames = []
        asyncKeyword = deinitializer.effectSpecifiers?.asyncSpecifier
        isHostFunction = false
        body = deinitializer.body
        result = .none
        hasSelf = true
    }

    /// What an expression to capture may begin with.
    var captureCandidates: [String] { parameterNames + (hasSelf ? ["self"] : []) }

    private static func fullName(_ baseName: String, _ parameters: FunctionParameterListSyntax) -> String {
        let labels = parameters.map { ($0.firstName.identifier?.name ?? $0.firstName.text) + ":" }
        return "\(baseName)(\(labels.joined()))"
    }

    private static func names(of parameters: FunctionParameterListSyntax) -> [String] {
        parameters.compactMap { ($0.secondName ?? $0.firstName).identifier?.name }
    }
}
