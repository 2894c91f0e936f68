import Glibc

/// The names of Swift declarations as people write them.
package enum SwiftSymbolName {
    /// What a name may translate to, in parts and in bytes of identifiers.
    private static let sizeLimit = 1 << 20
    /// Longer translations are not kept, in bytes: names of guests translate to a few hundred, and a list can have
    /// thousands.
    private static let textLimit = 1 << 14

    /// Translates a mangled name; nil for what is none, or is too intricate to be an honest one.
    package static func demangle(_ name: String) -> String? {
        guard name.hasPrefix("$s") || name.hasPrefix("$e"), largestSize(of: name) <= sizeLimit
        else { return nil }
        var name = name
        let text = name.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { runtimeDemangle($0.baseAddress, $0.count, nil, nil, 0) }
        }
        guard let text else { return nil }
        defer { free(text) }
        guard strlen(text) <= textLimit else { return nil }
        // What the runtime cannot translate it returns unchanged.
        return String(validatingCString: text).flatMap { $0 == name ? nil : $0 }
    }

    /// The name of the guest function for which this is the macro's code, which the host enters: nil for other symbols.
    ///
    /// It is a part of an identifier, which has its length in front (swift/docs/ABI/Mangling.rst).
    package static func guestFunction(enteredBy symbol: String) -> String? {
        guard let mark = symbol.firstRange(of: "__swiftlet_function_"),
            let digits = symbol[..<mark.lowerBound].split(whereSeparator: { !$0.isWholeNumber }).last,
            digits.endIndex == mark.lowerBound, let length = Int(digits)
        else { return nil }
        return String(symbol[mark.lowerBound...].prefix(length).dropFirst(symbol[mark].count))
    }

    /// No less than the number of parts that a mangled name translates to, found without taking it apart.
    ///
    /// A name can refer back to its earlier parts, and what is made of `n` such parts can be `n` times as large as all that
    /// came before: a short name can translate to more than memory holds. References follow an `A`, as letters; the last
    /// one is upper case. What follows an `S` is a type of the standard library. A number in front of a letter says how
    /// often it counts (swift/docs/ABI/Mangling.rst, "Substitutions"). An identifier that begins with a `0` can have
    /// letters in it that stand for whole words of earlier ones ("Identifiers").
    private static func largestSize(of name: String) -> Int {
        enum Place {
            case elsewhere
            case references
            case standardType
        }
        // Beyond this the number does not matter, and cannot overflow.
        let tooLarge = sizeLimit + 1
        var size = name.utf8.count + wordsSize(of: Array(name.utf8))
        var references = 0
        var place = Place.elsewhere
        var repetitions: Int?
        for byte in name.utf8 {
            if UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte, place != .elsewhere {
                repetitions = min((repetitions ?? 0) * 10 + Int(byte - UInt8(ascii: "0")), tooLarge)
                continue
            }
            switch place {
            case .elsewhere: break
            case .references: references += repetitions ?? 1
            case .standardType: size += repetitions ?? 1
            }
            repetitions = nil
            // Inside an identifier these letters mean nothing; to take them for more than they are does no harm.
            switch byte {
            case UInt8(ascii: "A"):
                place = .references
                continue
            case UInt8(ascii: "a")...UInt8(ascii: "z") where place == .references: continue
            case UInt8(ascii: "S"): place = .standardType
            default: place = .elsewhere
            }
            size = min(size, tooLarge) * (1 + min(references, tooLarge))
            references = 0
        }
        return size
    }

    /// No less than the bytes that references to words stand for.
    ///
    /// After its `0`, an identifier has references, letters of which the last one is upper case, and between them texts
    /// with their lengths in front. Any `0` can be that of an identifier; to take others for one does no harm.
    private static func wordsSize(of name: [UInt8]) -> Int {
        let longest = longestWord(in: name)
        var size = 0
        for zero in name.indices where name[zero] == UInt8(ascii: "0") {
            var position = zero + 1
            var isOver = false
            while !isOver, size <= sizeLimit {
                while !isOver, position < name.count, isLetter(name[position]) {
                    isOver = isCapital(name[position])
                    size += longest
                    position += 1
                }
                var length = 0
                while position < name.count, length <= name.count,
                    UInt8(ascii: "0")...UInt8(ascii: "9") ~= name[position]
                {
                    length = length * 10 + Int(name[position] - UInt8(ascii: "0"))
                    position += 1
                    if length == 0 { break }
                }
                position += length
                // So that the work is bounded, too.
                size += 1
                isOver = isOver || length == 0 || position >= name.count
            }
        }
        return size
    }

    /// No less than the bytes of the longest word. Words end at an underscore, and where a capital letter follows
    /// something else.
    private static func longestWord(in name: [UInt8]) -> Int {
        var longest = 1
        var length = 0
        var previous: UInt8 = 0
        for byte in name {
            length = byte == UInt8(ascii: "_") || isCapital(byte) && !isCapital(previous) ? 1 : length + 1
            previous = byte
            longest = max(longest, length)
        }
        return longest
    }

    private static func isCapital(_ byte: UInt8) -> Bool { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte }

    private static func isLetter(_ byte: UInt8) -> Bool {
        isCapital(byte) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
    }
}

/// The runtime's own demangler (swift/include/swift/Demangling/Demangle.h), which no module declares.
///
/// - Returns: A new string, to be freed, or nil for what is no mangled name.
@_silgen_name("swift_demangle")
private func runtimeDemangle(
    _ name: UnsafePointer<CChar>?, _ length: Int, _ buffer: UnsafeMutablePointer<CChar>?,
    _ bufferSize: UnsafeMutablePointer<Int>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?
