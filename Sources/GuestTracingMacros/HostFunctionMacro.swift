import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// `@HostFunction`: gives a function of the host a body that calls it, and a record by which the host learns
/// before any call that the guest needs it.
struct HostFunctionMacro {}

extension HostFunctionMacro: PeerMacro {
    static func expansion(
        of node: AttributeSyntax,
        providingPeersOf declaration: some DeclSyntaxProtocol,
        in context: some MacroExpansionContext
    ) throws -> [DeclSyntax] {
        let signature = try SignatureParser.parse(
            declaration, attribute: node, role: .hostFunction, lexicalContext: context.lexicalContext)
        // The host implements the function, so the image has no address for it.
        return [RecordLiteral(signature: signature, role: .hostFunction, entry: "0").declaration]
    }
}

extension HostFunctionMacro: BodyMacro {
    static func expansion(
        of node: AttributeSyntax,
        providingBodyFor declaration: some DeclSyntaxProtocol & WithOptionalCodeBlockSyntax,
        in context: some MacroExpansionContext
    ) throws -> [CodeBlockItemSyntax] {
        let parsed = try? SignatureParser.parse(
            declaration, attribute: node, role: .hostFunction, lexicalContext: context.lexicalContext)
        // The peer expansion reports the errors; this body only keeps the compiler from adding its own.
        guard let signature = parsed else { return ["fatalError()"] }
        return statements(calling: signature)
    }

    private static func statements(calling signature: FunctionSignature) -> [CodeBlockItemSyntax] {
        let call: ExprSyntax = """
            HostCall(\(literal: signature.wireName))
            """
        let names = signature.parameters.compactMap(\.name)
        // A variable that is never changed would be a warning in the author's build.
        guard !names.isEmpty else { return [invocation(of: call, for: signature)] }
        // The variable's name is an unlikely one, since a parameter could be named `call`.
        return ["var __swiftlet_call = \(call)"]
            + names.map { "__swiftlet_call.append(\($0))" }
            + [invocation(of: "__swiftlet_call", for: signature)]
    }

    private static func invocation(of call: ExprSyntax, for signature: FunctionSignature) -> CodeBlockItemSyntax {
        let method = signature.errorType == nil ? "invokeOrAbort" : "invoke"
        let effect = signature.errorType == nil ? "" : "try "
        guard signature.result != .void else { return "\(raw: effect)\(call).\(raw: method)()" }
        return "return \(raw: effect)\(call).\(raw: method)(returning: \(raw: signature.result.rawValue).self)"
    }
}
