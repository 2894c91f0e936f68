import Foundation
import HostRuntime

/// Reads values as they are written on a command line.
struct TextValues {
    let files: ArgumentFiles

    /// Reads a value of the type.
    ///
    /// - Parameter subject: What the value is for, as the error calls it.
    func value(_ text: String, as type: ValueType, for subject: String) throws(CommandFailure) -> AnyWireValue {
        let value: AnyWireValue? =
            switch type {
            case .int32: Self.integer(text).map(AnyWireValue.int32)
            case .uint32: Self.integer(text).map(AnyWireValue.uint32)
            case .int64: Self.integer(text).map(AnyWireValue.int64)
            case .uint64: Self.integer(text).map(AnyWireValue.uint64)
            case .float: Self.number(text).map(AnyWireValue.float)
            case .double: Self.number(text).map(AnyWireValue.double)
            case .bool: Bool(text).map(AnyWireValue.bool)
            case .string: .string(try string(text, for: subject))
            case .bytes: try bytes(text, for: subject).map(AnyWireValue.bytes)
            case .void: nil
            }
        guard let value else {
            throw CommandFailure(
                .usage, "invalidValue",
                "\(subject) is \(Self.shortened(text).debugDescription): expected \(type.expectation(in: .text))",
                advice: "`swiftlet run --help` says how values are written")
        }
        return value
    }

    private func string(_ text: String, for subject: String) throws(CommandFailure) -> String {
        guard text.hasPrefix("@") else { return text }
        let rest = String(text.dropFirst())
        return rest.hasPrefix("@") ? rest : try files.text(rest, for: subject)
    }

    private func bytes(_ text: String, for subject: String) throws(CommandFailure) -> [UInt8]? {
        if text.hasPrefix("@") {
            let rest = String(text.dropFirst())
            return rest.hasPrefix("@") ? Array(rest.utf8) : try files.bytes(rest, for: subject)
        }
        if text.hasPrefix("hex:") { return Self.hexadecimal(text.dropFirst(4)) }
        if text.hasPrefix("base64:") { return Data(base64Encoded: String(text.dropFirst(7))).map { [UInt8]($0) } }
        if text.hasPrefix("text:") { return Array(text.dropFirst(5).utf8) }
        return Array(text.utf8)
    }

    /// Decimal, or hexadecimal after `0x`, with a sign before either.
    private static func integer<Value: FixedWidthInteger>(_ text: String) -> Value? {
        let sign = text.hasPrefix("-") || text.hasPrefix("+") ? text.prefix(1) : ""
        let digits = text.dropFirst(sign.count)
        let isHexadecimal = digits.hasPrefix("0x")
        let significant = isHexadecimal ? digits.dropFirst(2) : digits
        // A second sign would be taken for the number's own.
        guard significant.first?.isHexDigit == true else { return nil }
        return Value(sign + significant, radix: isHexadecimal ? 16 : 10)
    }

    private static func number<Value: BinaryFloatingPoint & LosslessStringConvertible>(_ text: String) -> Value? {
        guard let value = Value(text) else { return nil }
        // What is too large for the type is read as infinity too.
        return value.isInfinite && !text.lowercased().contains("inf") ? nil : value
    }

    private static func hexadecimal(_ text: Substring) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digit(digits[index]), let low = digit(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// As much of a wrong value as an error shows.
    private static func shortened(_ text: String) -> String {
        text.count > 100 ? text.prefix(100) + "…" : text
    }
}
