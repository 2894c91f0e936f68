@testable import HostRuntime

/// What the host does with a guest's call of a host function.
enum Answering {
    private static let table: HostFunctionTable = {
        var functions = HostFunctions()
        functions.register("f") {}
        functions.register("add") { (left: Int32, right: UInt64, other: Bool) -> Double in Double(left) }
        functions.register("echo") { (text: String, bytes: [UInt8]) -> [UInt8] in bytes + Array(text.utf8) }
        functions.register("fail") { (number: Float) in throw HostFailure() }
        return HostFunctionTable(functions)
    }()

    private struct HostFailure: Error {}

    /// Answers it: a call that is verified is never malformed, and every answer can be read.
    static func check(_ message: UnsafeRawBufferPointer, isVerified: Bool) {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 8)
        defer { room.deallocate() }
        _ = table.name(calledBy: message)
        var answer = 0..<0
        do throws(HostCallRefusal) {
            answer = try table.answer(message, into: room)
        } catch {
            if case .malformed(let reason) = error {
                precondition(!isVerified || reason.isAbsence, "a verified call is malformed: \(reason)")
                return
            }
            guard let refusal = try? error.write(into: room) else { preconditionFailure("no room to refuse a call") }
            answer = refusal
        }
        let written = UnsafeRawBufferPointer(rebasing: room[answer])
        precondition((try? FunctionCallResultView.verify(message: written.bytes)) != nil, "an answer cannot be read")
    }
}

extension WireError {
    /// Whether it is a number that is absent, which the schema allows.
    fileprivate var isAbsence: Bool {
        if case .malformed(.missingField, _) = self { true } else { false }
    }
}
