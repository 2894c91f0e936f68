import Glibc
internal import Wire

/// Host functions in the order of their names' bytes: found by the bytes of a message, without making a `String`.
package final class HostFunctionTable: Sendable {
    private let names: [[UInt8]]
    private let functions: [HostFunction]
    let hasAsynchronous: Bool

    package init(_ hostFunctions: HostFunctions) {
        let sorted = hostFunctions.functions.values.map { (Array($0.signature.name.utf8), $0) }
            .sorted { $0.0.lexicographicallyPrecedes($1.0) }
        names = sorted.map(\.0)
        functions = sorted.map(\.1)
        hasAsynchronous = functions.contains { $0.prepare != nil }
    }

    func find(_ name: RawSpan) -> HostFunction? {
        var low = 0
        var high = names.count
        while low < high {
            let middle = (low + high) / 2
            let order = Self.compare(name, names[middle])
            if order == 0 { return functions[middle] }
            if order < 0 { high = middle } else { low = middle + 1 }
        }
        return nil
    }

    /// Checks that everything a guest imports is here, with the same types.
    func validate(imports: [FunctionSignature]) throws(SandboxError) {
        for needed in imports {
            guard let signature = find(needed.name.utf8.span.bytes)?.signature else {
                throw SandboxError(
                    .hostFunctionMismatch,
                    "the guest calls the host function \(needed), which is not registered: register it before making the sandbox"
                )
            }
            guard signature.parameters == needed.parameters, signature.result == needed.result else {
                throw SandboxError(
                    .hostFunctionMismatch,
                    "the guest calls the host function \(needed), but \(signature) is what is registered")
            }
        }
    }

    private static func compare(_ left: RawSpan, _ right: [UInt8]) -> Int {
        let common = min(left.byteCount, right.count)
        let order = left.withUnsafeBytes { left in
            right.withUnsafeBytes { right -> CInt in
                guard common > 0, let left = left.baseAddress, let right = right.baseAddress else { return 0 }
                return memcmp(left, right, common)
            }
        }
        return order == 0 ? left.byteCount - right.count : Int(order)
    }
}
