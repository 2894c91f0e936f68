import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// `@Traced`: puts records around a function's body.
struct TracedFunctionMacro: BodyMacro {
    /// The lines of the body stay as the author wrote them, for the debugger.
    static let formatMode = FormatMode.disabled

    static func expansion(
        of node: AttributeSyntax,
        providingBodyFor declaration: some DeclSyntaxProtocol & WithOptionalCodeBlockSyntax,
        in context: some MacroExpansionContext
    ) throws -> [CodeBlockItemSyntax] {
        guard let function = TracedFunction(declaration, lexicalContext: context.lexicalContext) else {
            throw DiagnosticsError(diagnostics: [Diagnostic(node: node, message: MacroDiagnostic.notTraceable)])
        }
        // The compiler lets one macro alone write a function's body. `@HostFunction` reports that it should be its.
        guard !function.isHostFunction else { return ["fatalError()"] }
        guard let body = function.body else {
            throw DiagnosticsError(diagnostics: [Diagnostic(node: node, message: MacroDiagnostic.tracedBodyMissing)])
        }
        let arguments = TracedArguments(of: node, on: function)
        var diagnostics = arguments.diagnostics
        if let keyword = function.asyncKeyword {
            diagnostics.append(Diagnostic(node: keyword, message: MacroDiagnostic.tracedAsynchronous))
        }
        diagnostics += NestedTracedFunctions.all(in: body).map { attribute in
            Diagnostic(node: attribute, message: MacroDiagnostic.tracedInTraced)
        }
        guard diagnostics.isEmpty, let name = arguments.name else {
            // The function keeps its body, so that the compiler adds no errors about that.
            for diagnostic in diagnostics { context.diagnose(diagnostic) }
            return Array(body.statements)
        }
        let beginning = beginning(of: TracePoint(name: name), capturing: arguments.captures)
        let exit = TracePoint(name: name).call("exit")
        // The compiler warns about a `defer` at the end of its block.
        guard let first = body.statements.first else { return [beginning, "\(exit)"] }
        return [beginning, "defer { \(exit) }"] + [location(of: first, in: context)].compactMap { $0 }
            + Array(function.result.explicit(in: body.statements.with(\.leadingTrivia, [])))
    }

    /// What is captured is evaluated only when it is recorded.
    private static func beginning(of point: TracePoint, capturing captures: [CapturedValue]) -> CodeBlockItemSyntax {
        let enter = point.call("enter")
        guard !captures.isEmpty else { return "\(enter)" }
        let records = captures.map { capture in
            "    \(TracePoint(name: capture.name).call("argument", with: capture.expression))"
        }
        return """
            if GuestSDK.Trace.isEnabled {
                \(enter)
            \(raw: records.joined(separator: "\n"))
            }
            """
    }

    /// Tells the compiler where the statements are that the expansion repeats: debug information, and with it the place of
    /// a fault, would otherwise lead into the expansion.
    private static func location(
        of statement: CodeBlockItemSyntax, in context: some MacroExpansionContext
    ) -> CodeBlockItemSyntax? {
        context.location(of: statement, at: .afterLeadingTrivia, filePathMode: .filePath).map { location in
            let directive: DeclSyntax = "#sourceLocation(file: \(location.file), line: \(location.line))"
            return CodeBlockItemSyntax(item: .decl(directive))
        }
    }
}
