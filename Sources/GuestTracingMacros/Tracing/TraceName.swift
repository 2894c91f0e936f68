import SwiftDiagnostics
import SwiftParser
import SwiftSyntax

/// The name under which a trace shows a function, a block or a captured value.
struct TraceName {
    /// What readers of traces resolve; they take no longer name from an image.
    static let maximumByteCount = 128

    let text: String

    /// Takes the name from an argument of a macro.
    init(literal argument: ExprSyntax) throws(DiagnosticsError) {
        guard let name = argument.as(StringLiteralExprSyntax.self)?.representedLiteralValue else {
            throw DiagnosticsError(diagnostics: [Diagnostic(node: argument, message: MacroDiagnostic.nameNotLiteral)])
        }
        try self.init(name, writtenAt: argument)
    }

    init(_ name: String, writtenAt node: some SyntaxProtocol) throws(DiagnosticsError) {
        if let problem = Self.problem(with: name) {
            throw DiagnosticsError(diagnostics: [Diagnostic(node: node, message: problem)])
        }
        text = name
    }

    private static func problem(with name: String) -> MacroDiagnostic? {
        if name.isEmpty {
            .nameEmpty
        } else if name.utf8.count > maximumByteCount {
            .traceNameTooLong(name.utf8.count)
        } else if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            .nameWithControlCharacter
        } else {
            nil
        }
    }
}
