import SwiftDiagnostics
import SwiftSyntax

/// The arguments of `@Traced`, and every reason why they cannot be what they are, so that the author sees them all at once.
struct TracedArguments {
    private(set) var name: TraceName?
    private(set) var captures: [CapturedValue] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(of attribute: AttributeSyntax, on function: TracedFunction) {
        var arguments: [LabeledExprSyntax] = []
        if case .argumentList(let list)? = attribute.arguments { arguments = Array(list) }
        // The label belongs to the first of those to capture, and only the name can be in front of that.
        if let first = arguments.first, first.label == nil {
            name = collect { () throws(DiagnosticsError) in try TraceName(literal: first.expression) }
            arguments.removeFirst()
        } else {
            name = collect { () throws(DiagnosticsError) in
                try TraceName(function.fullName, writtenAt: function.nameToken)
            }
        }
        captures = arguments.compactMap { argument in
            collect { () throws(DiagnosticsError) in try CapturedValue(argument.expression, of: function) }
        }
    }

    private mutating func collect<Parsed>(_ parse: () throws(DiagnosticsError) -> Parsed) -> Parsed? {
        do {
            return try parse()
        } catch {
            diagnostics += error.diagnostics
            return nil
        }
    }
}
