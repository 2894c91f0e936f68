import SwiftSyntaxMacroExpansion
import SwiftSyntaxMacrosGenericTestSupport
import Testing

@testable import GuestTracingMacros

/// Expands the macros in `source` and compares text, diagnostics and, if given, the source after all fix-its.
func expectExpansion(
    of source: String,
    to expandedSource: String,
    diagnostics: [DiagnosticSpec] = [],
    fixedSource: String? = nil,
    fileID: StaticString = #fileID,
    filePath: StaticString = #filePath,
    line: UInt = #line,
    column: UInt = #column
) {
    assertMacroExpansion(
        source,
        expandedSource: expandedSource,
        diagnostics: diagnostics,
        macroSpecs: [
            "GuestFunction": MacroSpec(type: GuestFunctionMacro.self),
            "HostFunction": MacroSpec(type: HostFunctionMacro.self),
            "Traced": MacroSpec(type: TracedFunctionMacro.self),
            "traced": MacroSpec(type: TracedBlockMacro.self),
        ],
        fixedSource: fixedSource,
        failureHandler: { failure in
            let location = SourceLocation(
                fileID: failure.location.fileID, filePath: failure.location.filePath,
                line: failure.location.line, column: failure.location.column)
            Issue.record("\(failure.message)", sourceLocation: location)
        },
        fileID: fileID, filePath: filePath, line: line, column: column)
}

/// Expects diagnostics for a function that `@GuestFunction` refuses, and therefore leaves as it is.
///
/// The attribute stands on a line of its own, so that the declaration begins in line 2, column 1.
func expectGuestFunctionDiagnostics(
    _ declaration: String,
    attribute: String = "@GuestFunction",
    _ diagnostics: DiagnosticSpec...,
    fixed fixedDeclaration: String? = nil,
    fileID: StaticString = #fileID,
    filePath: StaticString = #filePath,
    line: UInt = #line,
    column: UInt = #column
) {
    expectExpansion(
        of: attribute + "\n" + declaration, to: declaration, diagnostics: diagnostics,
        fixedSource: fixedDeclaration.map { attribute + "\n" + $0 },
        fileID: fileID, filePath: filePath, line: line, column: column)
}

/// Expects diagnostics for a declaration that `@HostFunction` refuses, and therefore gives a body without meaning.
func expectHostFunctionDiagnostics(
    _ declaration: String,
    attribute: String = "@HostFunction",
    _ diagnostics: DiagnosticSpec...,
    fixed fixedDeclaration: String? = nil,
    fileID: StaticString = #fileID,
    filePath: StaticString = #filePath,
    line: UInt = #line,
    column: UInt = #column
) {
    expectExpansion(
        of: attribute + "\n" + declaration,
        to: declaration + " {\n    fatalError()\n}",
        diagnostics: diagnostics,
        fixedSource: fixedDeclaration.map { attribute + "\n" + $0 },
        fileID: fileID, filePath: filePath, line: line, column: column)
}

/// An array literal of the bytes, padded with zeros as in a function record.
func literal(_ bytes: some Collection<UInt8>, paddedTo count: Int) -> String {
    let padded = Array(bytes) + Array(repeating: 0, count: count - bytes.count)
    return "[" + padded.map(String.init).joined(separator: ", ") + "]"
}

/// The diagnostic of a type that cannot cross, in a declaration as the functions above place it.
func unsupported(
    _ type: String, column: Int, reason: String? = nil, notes: [NoteSpec] = [], fixIts: [FixItSpec] = []
) -> DiagnosticSpec {
    DiagnosticSpec(
        message: "'\(type)' cannot cross the sandbox boundary" + (reason.map { "; " + $0 } ?? ""),
        line: 2, column: column, notes: notes, fixIts: fixIts)
}
