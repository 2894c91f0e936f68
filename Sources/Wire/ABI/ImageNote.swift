/// The ELF note by which an image says that it is a Swiftlet guest, and where a call begins.
package enum ImageNote {
    /// The note's owner, without the terminating zero that the file has.
    package static let owner = "Swiftlet"
    package static let type: UInt32 = 1
    package static let dispatchOffset = 8

    /// Raised when host and guest of different versions could misunderstand each other.
    package static let abiVersion: UInt32 = 1
}
