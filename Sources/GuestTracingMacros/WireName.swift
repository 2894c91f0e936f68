import SwiftDiagnostics
import SwiftParser
import SwiftSyntax

/// The name under which host and guest find a function: the attribute's argument, else the function's own name.
struct WireName {
    let text: String

    init(of function: FunctionDeclSyntax, attribute: AttributeSyntax) throws(DiagnosticsError) {
        guard case .argumentList(let arguments)? = attribute.arguments, let argument = arguments.first?.expression
        else {
            try self.init(function.name.identifier?.name ?? function.name.text, writtenAt: function.name)
            return
        }
        guard let name = argument.as(StringLiteralExprSyntax.self)?.representedLiteralValue else {
            throw DiagnosticsError(
                diagnostics: [Diagnostic(node: argument, message: MacroDiagnostic.nameNotLiteral)])
        }
        try self.init(name, writtenAt: argument)
    }

    private init(_ name: String, writtenAt node: some SyntaxProtocol) throws(DiagnosticsError) {
        if let problem = Self.problem(with: name) {
            throw DiagnosticsError(diagnostics: [Diagnostic(node: node, message: problem)])
        }
        text = name
    }

    private static func problem(with name: String) -> MacroDiagnostic? {
        if name.isEmpty {
            .nameEmpty
        } else if name.utf8.count > RecordLiteral.maximumNameByteCount {
            .nameTooLong(name.utf8.count)
        } else if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            .nameWithControlCharacter
        } else {
            nil
        }
    }
}
