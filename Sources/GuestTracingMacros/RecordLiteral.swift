import SwiftSyntax
import SwiftSyntaxBuilder

/// The constant that describes a function in the guest image, where the host finds it without running anything.
///
/// It is a tuple of integer literals, arrays of them and a closure because the compiler accepts little else as
/// the initial value of a variable in a section of its own.
struct RecordLiteral {
    static let maximumNameByteCount = 64
    static let maximumParameterCount = 32

    /// The record's layout, so that a reader can refuse one that it does not know.
    private static let version = 1

    let signature: FunctionSignature
    let role: FunctionRole
    /// The last element of the record: how to enter the function.
    let entry: ExprSyntax

    /// The declaration of the record.
    ///
    /// `@export(implementation)` makes its symbol weak: each module that imports a library emits the library's
    /// record again.
    var declaration: DeclSyntax {
        """
        @export(implementation) @section(\(literal: role.section)) @used
        private let \(name): \(raw: role.recordTypeName) = (
            \(raw: Self.version), \(raw: signature.wireName.utf8.count), \(raw: signature.parameters.count), \
        \(raw: signature.result.code), 0, 0,
            \(raw: Self.array(signature.wireName.utf8, count: Self.maximumNameByteCount)),
            \(raw: Self.array(signature.parameters.map(\.type.code), count: Self.maximumParameterCount)),
            \(entry)
        )
        """
    }

    /// A function's name may need backticks, and then so may the record's.
    private var name: TokenSyntax {
        guard let identifier = signature.name.identifier?.name, identifier != signature.name.text else {
            return .identifier(role.recordNamePrefix + signature.name.text)
        }
        return .identifier("`\(role.recordNamePrefix)\(identifier)`")
    }

    private static func array(_ bytes: some Collection<UInt8>, count: Int) -> String {
        let padding = repeatElement(UInt8(0), count: count - bytes.count)
        return "[" + (Array(bytes) + padding).map { "\($0)" }.joined(separator: ", ") + "]"
    }
}
