import Foundation
import HostRuntime

/// What a program reads of a call that returned.
struct RunDocument: Encodable {
    let function: FunctionSignature
    let result: AnyWireValue?
    let statistics: RunStatistics?

    private enum CodingKeys: CodingKey {
        case function
        case type
        case result
        case statistics
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(function.name, forKey: .function)
        try container.encode(function.result.description, forKey: .type)
        try encodeResult(to: &container)
        try container.encodeIfPresent(statistics, forKey: .statistics)
    }

    /// In the notation that ``JSONArguments`` reads.
    private func encodeResult(to container: inout KeyedEncodingContainer<CodingKeys>) throws {
        switch result {
        case .int32(let value): try container.encode(value, forKey: .result)
        case .uint32(let value): try container.encode(value, forKey: .result)
        case .int64(let value): try container.encode(value, forKey: .result)
        case .uint64(let value): try container.encode(value, forKey: .result)
        case .float(let value) where value.isFinite: try container.encode(value, forKey: .result)
        case .double(let value) where value.isFinite: try container.encode(value, forKey: .result)
        // JSON has no numbers for these.
        case .float(let value): try container.encode(Self.name(value), forKey: .result)
        case .double(let value): try container.encode(Self.name(value), forKey: .result)
        case .bool(let value): try container.encode(value, forKey: .result)
        case .string(let value): try container.encode(value, forKey: .result)
        case .bytes(let value): try container.encode(Data(value).base64EncodedString(), forKey: .result)
        case nil: try container.encodeNil(forKey: .result)
        }
    }

    private static func name(_ value: some BinaryFloatingPoint) -> String {
        value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
    }
}
