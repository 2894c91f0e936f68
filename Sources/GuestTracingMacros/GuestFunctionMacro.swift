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
                    GuestDispatch.begin()
                    \(invocation(of: signature))
                }
                """
        }
        return """
            { __swiftlet_message, __swiftlet_count in
                GuestDispatch.begin()
                let __swiftlet_arguments = GuestArguments(__swiftlet_message, __swiftlet_count)
                \(CodeBlockItemListSyntax(decoding(for: signature)))
                \(invocation(of: signature))
            }
            """
    }

    /// All arguments are there before the function runs, so that a trace can tell the two apart.
    private static func decoding(for signature: FunctionSignature) -> [CodeBlockItemSyntax] {
        signature.parameters.enumerated().map { index, parameter in
            "let \(raw: argumentName(index)) = \(raw: argument(at: index, as: parameter.type))"
        }
    }

    private static func invocation(of signature: FunctionSignature) -> CodeBlockItemListSyntax {
        """
        GuestDispatch.willCall(\(literal: signature.wireName))
        \(reply(to: signature))
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
                GuestDispatch.didCall(\(literal: signature.wireName))
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
                GuestDispatch.didCall(\(literal: signature.wireName))
                return GuestReply.returningVoid()
                """
        }
        return """
            let __swiftlet_result = \(raw: effect)\(call(of: signature))
            GuestDispatch.didCall(\(literal: signature.wireName))
            return GuestReply.returning(__swiftlet_result)
            """
    }

    private static func call(of signature: FunctionSignature) -> ExprSyntax {
        let arguments = signature.parameters.enumerated().map { index, parameter in
            let label = parameter.label.map { "\($0.text): " } ?? ""
            return label + argumentName(index)
        }
        return "\(signature.name)(\(raw: arguments.joined(separator: ", ")))"
    }

    private static func argumentName(_ index: Int) -> String { "__swiftlet_argument\(index)" }

    private static func argument(at index: Int, as type: WireType) -> String {
        switch type {
        case .span: "__swiftlet_arguments.bytes(at: \(index))"
        default: "__swiftlet_arguments.value(at: \(index), as: \(type.rawValue).self)"
        }
    }
}
