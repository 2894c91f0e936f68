import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// `@GuestFunction`: adds the record by which the host finds a function of the guest and calls it.
struct GuestFunctionMacro: PeerMacro {
    static func expansion(
        of node: AttributeSyntax,
        providingPeersOf declaration: some DeclSyntaxProtocol,
        in context: some MacroExpansionContext
    ) throws -> [DeclSyntax] {
        let signature = try SignatureParser.parse(
            declaration, attribute: node, role: .guestFunction, lexicalContext: context.lexicalContext)
        return [RecordLiteral(signature: signature, role: .guestFunction, entry: entry(to: signature)).declaration]
    }

    /// A closure that decodes the arguments, calls the function and encodes what it returns or throws.
    ///
    /// Its names are unlikely ones, since the function that it calls could be named like any of them.
    private static func entry(to signature: FunctionSignature) -> ExprSyntax {
        guard !signature.parameters.isEmpty else {
            return """
                { _, _ in
                    \(reply(to: signature))
                }
                """
        }
        return """
            { __swiftlet_message, __swiftlet_count in
                let __swiftlet_arguments = GuestArguments(__swiftlet_message, __swiftlet_count)
                \(reply(to: signature))
            }
            """
    }

    /// The error's type is written out: a closure would infer `any Error`, which Embedded Swift does not have.
    private static func reply(to signature: FunctionSignature) -> CodeBlockItemListSyntax {
        guard let errorType = signature.errorType else {
            return returnStatements(for: signature, effect: "")
        }
        return """
            do throws(\(errorType)) {
                \(returnStatements(for: signature, effect: "try "))
            } catch {
                return GuestReply.throwing(error)
            }
            """
    }

    private static func returnStatements(
        for signature: FunctionSignature, effect: String
    ) -> CodeBlockItemListSyntax {
        guard signature.result != .void else {
            return """
                \(raw: effect)\(call(of: signature))
                return GuestReply.returningVoid()
                """
        }
        return "return \(raw: effect)GuestReply.returning(\(call(of: signature)))"
    }

    private static func call(of signature: FunctionSignature) -> ExprSyntax {
        let arguments = signature.parameters.enumerated().map { index, parameter in
            let label = parameter.label.map { "\($0.text): " } ?? ""
            return label + argument(at: index, as: parameter.type)
        }
        return "\(signature.name)(\(raw: arguments.joined(separator: ", ")))"
    }

    private static func argument(at index: Int, as type: WireType) -> String {
        switch type {
        case .span: "__swiftlet_arguments.bytes(at: \(index))"
        default: "__swiftlet_arguments.value(at: \(index), as: \(type.rawValue).self)"
        }
    }
}
