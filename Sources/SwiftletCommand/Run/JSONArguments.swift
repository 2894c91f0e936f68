import Foundation
import HostRuntime

/// A call's arguments as one JSON array.
///
/// Integers never become floating-point numbers on the way, so all 64 bits arrive.
struct JSONArguments {
    /// One for each element that was read; empty when there are more or fewer elements than types.
    let values: [AnyWireValue]
    /// How many elements the array has.
    let count: Int

    /// Reads arguments for a function.
    init(_ text: String, for function: FunctionSignature) throws(CommandFailure) {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            self = try decoder.decode(Self.self, from: Data(text.utf8), configuration: function.parameters)
        } catch {
            throw Self.failure(error, function)
        }
    }

    private static func failure(_ error: any Error, _ function: FunctionSignature) -> CommandFailure {
        guard let element = error as? UnreadableElement else {
            return CommandFailure(
                .usage, "invalidJSON", "the arguments of \(function) are not a JSON array",
                advice: "write them like '[1, \"text\", true]', or name a file: --arguments @FILE")
        }
        let expectation = element.type.expectation(in: .json)
        return CommandFailure(
            .usage, "invalidValue",
            "argument \(element.index + 1) of \(function) is not what it takes: expected \(expectation)",
            advice: "`swiftlet run --help` says how values are written")
    }
}

/// The decoder's own errors do not always say where they occurred.
private struct UnreadableElement: Error {
    let index: Int
    let type: ValueType
}

extension JSONArguments: DecodableWithConfiguration {
    init(from decoder: any Decoder, configuration types: [ValueType]) throws {
        var container = try decoder.unkeyedContainer()
        count = container.count ?? 0
        values = count == types.count ? try types.map { try Self.element(&container, $0) } : []
    }

    private static func element(
        _ container: inout any UnkeyedDecodingContainer, _ type: ValueType
    ) throws(UnreadableElement) -> AnyWireValue {
        do {
            if let value = try value(&container, type) { return value }
        } catch {}
        throw UnreadableElement(index: container.currentIndex, type: type)
    }

    private static func value(
        _ container: inout any UnkeyedDecodingContainer, _ type: ValueType
    ) throws -> AnyWireValue? {
        switch type {
        case .int32: .int32(try container.decode(Int32.self))
        case .uint32: .uint32(try container.decode(UInt32.self))
        case .int64: .int64(try container.decode(Int64.self))
        case .uint64: .uint64(try container.decode(UInt64.self))
        case .float: .float(try container.decode(Float.self))
        case .double: .double(try container.decode(Double.self))
        case .bool: .bool(try container.decode(Bool.self))
        case .string: .string(try container.decode(String.self))
        case .bytes: .bytes([UInt8](try container.decode(Data.self)))
        case .void: nil
        }
    }
}
