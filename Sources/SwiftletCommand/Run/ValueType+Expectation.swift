import HostRuntime

/// A way of writing values down.
enum ValueNotation {
    case text
    case json
}

extension ValueType {
    /// What is accepted for a value of the type, for errors.
    func expectation(in notation: ValueNotation) -> String {
        switch (self, notation) {
        case (.int32, _): "a whole number from \(Int32.min) to \(Int32.max)"
        case (.uint32, _): "a whole number from 0 to \(UInt32.max)"
        case (.int64, _): "a whole number from \(Int64.min) to \(Int64.max)"
        case (.uint64, _): "a whole number from 0 to \(UInt64.max)"
        case (.float, .text): "a number up to \(Float.greatestFiniteMagnitude), inf or nan"
        case (.double, .text): "a number up to \(Double.greatestFiniteMagnitude), inf or nan"
        case (.float, .json): "a number up to \(Float.greatestFiniteMagnitude), \"inf\", \"-inf\" or \"nan\""
        case (.double, .json): "a number up to \(Double.greatestFiniteMagnitude), \"inf\", \"-inf\" or \"nan\""
        case (.bool, _): "true or false"
        case (.string, .text): "text, or @FILE"
        case (.string, .json): "a string"
        case (.bytes, .text): "@FILE, hex: with pairs of digits, base64: with padding, or text"
        case (.bytes, .json): "a string in base64, with padding"
        case (.void, _): "nothing"
        }
    }
}
