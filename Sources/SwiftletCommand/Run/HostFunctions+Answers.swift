import HostRuntime

/// What a host function throws that was given no answer.
struct UnansweredHostFunction: Error, CustomStringConvertible {
    let signature: FunctionSignature

    /// How to answer it on the command line.
    var option: String {
        signature.result == .void ? "--host-function '\(signature.name)'" : "--host-function '\(signature.name)=VALUE'"
    }

    var description: String { "swiftlet run has no host function \(signature.name); give it a result with \(option)" }
}

extension HostFunctions {
    /// All that an image imports. Each answers every call with what the command line says, or fails.
    ///
    /// - Parameter answers: `NAME=VALUE`, or `NAME` alone for a function that returns nothing.
    init(_ imports: [FunctionSignature], answers: [String], values: TextValues) throws(CommandFailure) {
        self.init()
        for signature in imports {
            register(signature) { _ in throw UnansweredHostFunction(signature: signature) }
        }
        var answered: Set<String> = []
        for answer in answers {
            let (signature, text) = try Self.parts(of: answer, imports)
            guard answered.insert(signature.name).inserted else {
                throw CommandFailure(
                    .usage, "invalidHostFunction", "the host function \(signature.name) has two answers",
                    advice: "give --host-function once for each function")
            }
            let value = try Self.value(text, signature, values)
            register(signature) { _ in value }
        }
    }

    /// The function that an answer is for, and its value. Names may have any characters, `=` among them.
    private static func parts(
        of answer: String, _ imports: [FunctionSignature]
    ) throws(CommandFailure) -> (FunctionSignature, String?) {
        // By code units: a value may begin with a mark that combines with the equals sign to one character.
        let units = Array(answer.utf8)
        let named = imports.filter { units.elementsEqual($0.name.utf8) || units.starts(with: ($0.name + "=").utf8) }
        guard let signature = named.max(by: { $0.name.utf8.count < $1.name.utf8.count }) else {
            let name = answer.unicodeScalars.prefix { $0 != "=" }
            throw CommandFailure(
                .usage, "unknownHostFunction", "the guest imports no host function \(String(name).debugDescription)",
                advice: imports.listed(closestTo: String(name), title: "it imports"))
        }
        let rest = units.dropFirst(signature.name.utf8.count)
        return (signature, rest.isEmpty ? nil : String(decoding: rest.dropFirst(), as: UTF8.self))
    }

    private static func value(
        _ text: String?, _ signature: FunctionSignature, _ values: TextValues
    ) throws(CommandFailure) -> AnyWireValue? {
        switch (text, signature.result) {
        case (nil, .void): return nil
        case (nil, _):
            throw CommandFailure(
                .usage, "invalidHostFunction", "the host function \(signature) returns a value, none was given",
                advice: "write \(UnansweredHostFunction(signature: signature).option)")
        case (_, .void):
            throw CommandFailure(
                .usage, "invalidHostFunction", "the host function \(signature) returns nothing, a value was given",
                advice: "write \(UnansweredHostFunction(signature: signature).option)")
        case (let text?, let type):
            return try values.value(text, as: type, for: "the result of \(signature)")
        }
    }
}
