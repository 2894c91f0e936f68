/// The ELF note by which an image says that it is a Swiftlet guest: its description begins with the ABI's version.
package enum ImageNote {
    /// The note's owner, without the terminating zero that the file has.
    package static let owner = "Swiftlet"
    package static let type: UInt32 = 1

    /// Raised when host and guest of different versions could misunderstand each other.
    package static let abiVersion: UInt32 = 3
}
