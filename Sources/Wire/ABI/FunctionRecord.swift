/// The layout of a function's entry in a guest image, which `@GuestFunction` and `@HostFunction` write and the host
/// reads from the file.
package enum FunctionRecord {
    /// Section of the functions that a guest exports.
    package static let exportSection = "swiftlet_functions"
    /// Section of the host functions that a guest calls.
    package static let importSection = "swiftlet_imports"

    package static let version: UInt16 = 1
    /// Size of a record and distance to the next, in bytes.
    package static let size = 112
    /// The longest name, in bytes of UTF-8.
    package static let nameCapacity = 64
    package static let parameterCapacity = 32

    package static let versionOffset = 0
    package static let nameLengthOffset = 2
    package static let parameterCountOffset = 3
    package static let returnTypeOffset = 4
    /// One byte, zero in this version.
    package static let flagsOffset = 5
    /// Two bytes, zero in this version.
    package static let reservedOffset = 6
    package static let nameOffset = 8
    package static let parameterTypesOffset = 72
    package static let entryOffset = 104
}
