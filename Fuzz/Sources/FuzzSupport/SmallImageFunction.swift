@testable package import HostRuntime
@testable import Wire

/// A function that ``SmallImage`` exports or imports.
package enum SmallImageFunction {
    /// What the guest exports: between them all types.
    package static let exports = [
        FunctionSignature(name: "nothing", parameters: [], result: .void),
        FunctionSignature(name: "number", parameters: [.int32, .uint64, .bool], result: .double),
        FunctionSignature(name: "text", parameters: [.string, .bytes, .float], result: .string),
        FunctionSignature(name: "bytes", parameters: [.uint32], result: .bytes),
    ]

    /// The host functions that the guest calls.
    package static let imports = [
        FunctionSignature(name: "add", parameters: [.int32, .int32], result: .int32),
        FunctionSignature(name: "echo", parameters: [.string], result: .string),
        FunctionSignature(name: "fail", parameters: [.string], result: .void),
        FunctionSignature(name: "make", parameters: [.uint32], result: .bytes),
        FunctionSignature(name: "reenter", parameters: [.bool], result: .bool),
    ]
}

extension FunctionSignature {
    /// The record that an image has of the function, whose code begins where all code does.
    var record: [UInt8] {
        var record = FunctionRecord.version.bytes
        record += [UInt8(name.utf8.count), UInt8(parameters.count), result.rawValue, 0, 0, 0]
        record += Array(name.utf8) + [UInt8](repeating: 0, count: FunctionRecord.nameCapacity - name.utf8.count)
        record += parameters.map(\.rawValue)
        record += [UInt8](repeating: 0, count: FunctionRecord.parameterCapacity - parameters.count)
        return record + SmallImage.codeAddress.bytes
    }
}
