import Testing

@testable import HostRuntime

/// All of the processor that ring 3 can read, as `SecretGuest` reports it (`secret_state` in CSecret.h).
struct ProcessorState {
    let general: [UInt64]
    let flags: UInt64
    /// FS and GS.
    let bases: [UInt64]
    /// DS, ES, FS, GS, SS and CS.
    let selectors: [UInt16]
    /// The XSAVE area, or the FXSAVE area.
    let extended: [UInt8]

    static let generalNames = [
        "RAX", "RBX", "RCX", "RDX", "RSI", "RDI", "RBP", "RSP", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15",
    ]
    static let selectorNames = ["DS", "ES", "FS", "GS", "SS", "CS"]

    private static let extendedOffset = 192

    init(_ bytes: [UInt8]) throws {
        try #require(bytes.count > Self.extendedOffset)
        func load<Value: BitwiseCopyable>(_ offset: Int, as type: Value.Type) -> Value {
            bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: type) }
        }
        general = (0..<16).map { load(8 * $0, as: UInt64.self) }
        flags = load(128, as: UInt64.self)
        bases = (0..<2).map { load(136 + 8 * $0, as: UInt64.self) }
        selectors = (0..<6).map { load(152 + 2 * $0, as: UInt16.self) }
        extended = Array(bytes[Self.extendedOffset...])
    }

    /// What is different about `other`, in words.
    func differences(from other: ProcessorState) -> [String] {
        var differences: [String] = []
        func compare<Value: FixedWidthInteger>(_ name: String, _ left: Value, _ right: Value) {
            guard left != right else { return }
            differences.append("\(name): \(String(left, radix: 16)), \(String(right, radix: 16))")
        }
        for (name, pair) in zip(Self.generalNames, zip(general, other.general)) { compare(name, pair.0, pair.1) }
        compare("RFLAGS", flags, other.flags)
        for (name, pair) in zip(["FS base", "GS base"], zip(bases, other.bases)) { compare(name, pair.0, pair.1) }
        for (name, pair) in zip(Self.selectorNames, zip(selectors, other.selectors)) {
            compare(name, pair.0, pair.1)
        }
        for (offset, pair) in zip(extended, other.extended).enumerated() {
            compare("XSAVE area at \(offset)", pair.0, pair.1)
        }
        return differences
    }
}

extension SecretSandbox {
    /// What a call finds when it begins.
    func stateAtEntry() throws -> ProcessorState {
        defer { try? restore() }
        return try ProcessorState(sandbox.call("state"))
    }

    /// Plants the secret, and looks in the same call what it became. Between calls no such thing lasts.
    func statePlanted(_ components: UInt64) throws -> ProcessorState {
        defer { try? restore() }
        return try ProcessorState(sandbox.call("plantAndLook", Self.word, components))
    }
}
