import SwiftSyntax

/// A type that can cross the sandbox boundary; the raw value is its canonical spelling in Swift.
enum WireType: String, CaseIterable {
    case int32 = "Int32"
    case uint32 = "UInt32"
    case int64 = "Int64"
    case uint64 = "UInt64"
    case float = "Float"
    case double = "Double"
    case bool = "Bool"
    case string = "String"
    case bytes = "[UInt8]"
    /// Bytes that the callee borrows instead of copying; on the wire the same as ``bytes``.
    case span = "RawSpan"
    case void = "Void"

    /// The type's number in function records and messages, fixed by the ABI.
    var code: UInt8 {
        switch self {
        case .int32: 1
        case .uint32: 2
        case .int64: 3
        case .uint64: 4
        case .float: 5
        case .double: 6
        case .bool: 7
        case .string: 8
        case .bytes, .span: 9
        case .void: 10
        }
    }

    /// Recognises the type by its spelling, the only thing a macro can see; `nil` if it cannot cross.
    init?(_ type: TypeSyntax) {
        guard let spelling = type.canonicalSpelling else { return nil }
        self.init(rawValue: spelling)
    }
}
