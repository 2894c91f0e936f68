import ArgumentParser
import HostRuntime

extension MemorySize {
    /// Reads a size such as `65536`, `64KiB`, `16MiB` or `1GiB`.
    init(argument text: String) throws {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let count = Int(digits), let size = Self.size(count, unit) else {
            throw ValidationError("a size is a number of bytes, or of KiB, MiB or GiB, such as 16MiB")
        }
        self = size
    }

    private static func size(_ count: Int, _ unit: Substring) -> MemorySize? {
        switch unit.lowercased() {
        case "": .bytes(count)
        case "kib": .kibibytes(count)
        case "mib": .mebibytes(count)
        case "gib": .gibibytes(count)
        default: nil
        }
    }
}
