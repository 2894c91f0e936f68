public import Wire

/// A function's name and types, as host and guest agree on them.
public struct FunctionSignature: Hashable, Sendable {
    /// The name on the wire.
    public let name: String
    /// The parameters' types in order, at most 32.
    public let parameters: [ValueType]
    /// `.void` for a function that returns nothing.
    public let result: ValueType

    /// Makes a signature of its parts.
    public init(name: String, parameters: [ValueType], result: ValueType) {
        self.name = name
        self.parameters = parameters
        self.result = result
    }
}

extension FunctionSignature: CustomStringConvertible {
    /// The signature as Swift would write it, such as `greet(String, Int32) -> String`.
    public var description: String {
        let list = parameters.map(\.swiftName).joined(separator: ", ")
        return result == .void ? "\(name)(\(list))" : "\(name)(\(list)) -> \(result.swiftName)"
    }
}

extension ValueType {
    /// The Swift type that carries such values in host programs.
    package var swiftName: String {
        switch self {
        case .int32: "Int32"
        case .uint32: "UInt32"
        case .int64: "Int64"
        case .uint64: "UInt64"
        case .float: "Float"
        case .double: "Double"
        case .bool: "Bool"
        case .string: "String"
        case .bytes: "[UInt8]"
        case .void: "Void"
        }
    }
}
