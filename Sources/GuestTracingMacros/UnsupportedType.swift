import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// Explains why a type cannot cross the sandbox boundary and what to write instead.
struct UnsupportedType {
    /// Where the type stands; not every type can stand in both places.
    enum Position: String {
        case parameter
        case result

        /// Whether a type that can cross the boundary can cross it here.
        func accepts(_ type: WireType) -> Bool {
            switch self {
            case .parameter: type != .void
            case .result: type != .span
            }
        }
    }

    let type: TypeSyntax
    let position: Position

    var diagnostic: Diagnostic {
        let message = MacroDiagnostic.unsupportedType(type.trimmedDescription, reason: reason)
        guard let replacement else {
            return Diagnostic(node: type, message: message, notes: [note])
        }
        let fixIt = FixIt.replace(
            message: MacroExpansionFixItMessage("use '\(replacement.rawValue)'"),
            oldNode: type,
            newNode: TypeSyntax(stringLiteral: replacement.rawValue)
                .with(\.leadingTrivia, type.leadingTrivia)
                .with(\.trailingTrivia, type.trailingTrivia))
        return Diagnostic(node: type, message: message, fixIts: [fixIt])
    }

    /// Lists the alternatives where there is no obvious one.
    private var note: Note {
        let supported = WireType.allCases.filter(position.accepts).map { "'\($0.rawValue)'" }
        return Note(
            node: Syntax(type),
            message: MacroExpansionNoteMessage(
                "supported \(position.rawValue) types are \(supported.joined(separator: ", "))"))
    }

    private var reason: String? {
        switch type.canonicalSpelling {
        case "Int", "UInt":
            return "its size depends on the platform"
        case WireType.span.rawValue:
            return "it borrows memory that the caller cannot keep alive"
        default:
            break
        }
        switch type.kind {
        case .optionalType, .implicitlyUnwrappedOptionalType:
            return "a message has no missing values"
        case .arrayType:
            return "the only array that a message holds is '[UInt8]'"
        case .functionType:
            return "code stays on its side of the boundary"
        case .someOrAnyType:
            return "a message holds concrete types only"
        default:
            return nil
        }
    }

    /// The type that holds all values of the unsupported one, where there is exactly one obvious choice.
    private var replacement: WireType? {
        switch type.canonicalSpelling {
        case "Int": .int64
        case "UInt": .uint64
        case "Int8", "Int16": .int32
        case "UInt8", "UInt16": .uint32
        case "Float16", "Float32": .float
        case "Float64": .double
        case "Character", "StaticString", "Substring": .string
        case "Data", WireType.span.rawValue: .bytes
        default: nil
        }
    }
}
