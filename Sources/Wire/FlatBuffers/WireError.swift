/// Why a message could not be read or written.
public enum WireError: Error, Equatable, Sendable {
    /// The bytes are not a message of the expected kind; `offset` counts from the start of the message.
    case malformed(Defect, offset: Int)
    /// The buffer cannot hold the message: writing had reached `needed` bytes when `capacity` ran out.
    case bufferTooSmall(needed: Int, capacity: Int)
    /// A call was given more parameters than `limit`.
    case tooManyParameters(limit: Int)
    /// A vector of `count` elements was asked for the element at `index`.
    case indexOutOfRange(index: Int, count: Int)
    /// A value of one type was read as another.
    case valueTypeMismatch(expected: ValueType, found: ValueType)

    /// What is wrong with the bytes of a malformed message.
    public enum Defect: UInt8, Equatable, Sendable {
        /// The message is too short to hold a root offset and a file identifier.
        case messageTooShort
        /// The message is longer than 2 GiB - 1, which signed 32-bit offsets cannot span.
        case messageTooLong
        /// The file identifier is not the one of the expected message.
        case wrongFileIdentifier
        /// An offset, a table, a vector or a string leaves the message.
        case outOfBounds
        /// The size that a vtable declares for itself or for its table cannot be right.
        case badVTable
        /// A field lies outside its table.
        case fieldOutsideTable
        /// A word does not lie at a multiple of its size.
        case misaligned
        /// A string lacks its terminating NUL.
        case unterminatedString
        /// A string is not UTF-8.
        case invalidUTF8
        /// A required field is absent.
        case missingField
        /// The discriminator of a union is not in the schema.
        case unknownUnionType
        /// A union has a discriminator and no value.
        case missingUnionValue
        /// The value of an enumeration is not in the schema.
        case unknownEnumCase
        /// Tables are nested more deeply than the verifier allows.
        case tooDeep
        /// The parts of the message overlap so often that verifying them is not worth the time.
        case tooComplex
    }
}

extension WireError: CustomStringConvertible {
    /// What is wrong and where.
    public var description: String {
        switch self {
        case .malformed(let defect, let offset):
            "malformed message: \(defect.description) at byte \(offset)"
        case .bufferTooSmall(let needed, let capacity):
            "the message does not fit: at least \(needed) bytes are needed, the buffer holds \(capacity)"
        case .tooManyParameters(let limit):
            "a call takes at most \(limit) parameters"
        case .indexOutOfRange(let index, let count):
            "there is no element \(index) in a vector of \(count)"
        case .valueTypeMismatch(let expected, let found):
            "expected a value of type \(expected.description), found \(found.description)"
        }
    }
}

extension WireError.Defect: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
        switch self {
        case .messageTooShort: "message too short"
        case .messageTooLong: "message longer than 2 GiB - 1"
        case .wrongFileIdentifier: "wrong file identifier"
        case .outOfBounds: "reference out of bounds"
        case .badVTable: "inconsistent vtable"
        case .fieldOutsideTable: "field outside its table"
        case .misaligned: "misaligned data"
        case .unterminatedString: "unterminated string"
        case .invalidUTF8: "invalid UTF-8"
        case .missingField: "required field missing"
        case .unknownUnionType: "unknown union type"
        case .missingUnionValue: "union without a value"
        case .unknownEnumCase: "unknown enumeration case"
        case .tooDeep: "tables nested too deeply"
        case .tooComplex: "too many references to the same parts"
        }
    }
}
