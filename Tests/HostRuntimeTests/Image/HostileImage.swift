import GuestTestSupport

@testable import HostRuntime

/// The file of a guest, to be changed (System V ABI, ELF-64 object file format, figures 2, 3 and 6).
struct HostileImage {
    enum HeaderField: Int {
        case fileClass = 4
        case byteOrder = 5
        case version = 6
        case type = 16
        case machine = 18
        case entryPoint = 24
        case segmentTable = 32
        case sectionTable = 40
        case segmentHeaderSize = 54
        case segmentCount = 56
        case sectionHeaderSize = 58
        case sectionCount = 60
        case nameSection = 62

        fileprivate var size: Int {
            switch self {
            case .fileClass, .byteOrder, .version: 1
            case .entryPoint, .segmentTable, .sectionTable: 8
            case .type, .machine, .segmentHeaderSize, .segmentCount, .sectionHeaderSize, .sectionCount, .nameSection: 2
            }
        }
    }

    enum SegmentField: Int {
        case type = 0
        case flags = 4
        case offset = 8
        case address = 16
        case fileSize = 32
        case memorySize = 40

        fileprivate var size: Int { self == .type || self == .flags ? 4 : 8 }
    }

    enum SectionField: Int {
        case name = 0
        case offset = 24
        case size = 32

        fileprivate var size: Int { self == .name ? 4 : 8 }
    }

    var bytes: [UInt8]

    init(_ guest: String) throws { bytes = try FileBytes.read(BuiltGuests.path(guest)) }

    func file() throws -> ELFFile { try ELFFile(bytes) }

    /// The number of the section that has the names of all.
    var nameSection: Int { Int(bytes[HeaderField.nameSection.rawValue]) }

    mutating func set(_ field: HeaderField, to value: UInt64) { store(value, size: field.size, at: field.rawValue) }

    mutating func set(_ field: SegmentField, ofSegment number: Int, to value: UInt64) {
        store(value, size: field.size, at: 64 + 56 * number + field.rawValue)
    }

    mutating func set(_ field: SectionField, ofSection number: Int, to value: UInt64) {
        let offset = HeaderField.sectionTable.rawValue
        let table = (0..<8).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        store(value, size: field.size, at: table + 64 * number + field.rawValue)
    }

    /// Stores the lower bytes of a number.
    mutating func store(_ value: UInt64, size: Int, at offset: Int) {
        for index in 0..<size { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
    }
}
