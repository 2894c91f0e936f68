internal import Wire

extension ELFFile {
    /// Checks that the file is a guest of this ABI.
    func checkABI() throws(ImageError) {
        let version = try abiVersion()
        guard version == ImageNote.abiVersion else {
            throw ImageError(
                .abiMismatch,
                """
                the image was built for ABI version \(version), this host speaks \(ImageNote.abiVersion): \
                build guest and host with the same release of Swiftlet
                """)
        }
    }

    /// The version in the note that the SDK puts into every image.
    func abiVersion() throws(ImageError) -> UInt32 {
        for note in notes {
            guard let description = findNote(in: note) else { continue }
            guard let version = description.load(UInt32.self, at: 0) else {
                throw ImageError(.abiMismatch, "the Swiftlet note is \(description.count) bytes long, too short")
            }
            return version
        }
        throw ImageError(.notAGuest, "the file is no Swiftlet guest: it has no Swiftlet note (does it link GuestSDK?)")
    }

    /// Larger note segments, in bytes, are not searched: the SDK's note needs 40.
    private static let noteLimit: UInt64 = 64 << 10

    /// Walks one note segment: sizes of owner and description, type, then both, each padded to four bytes.
    private func findNote(in segment: (offset: UInt64, size: UInt64)) -> CheckedBytes? {
        guard segment.size <= Self.noteLimit, let bytes = contents.slice(segment.offset, segment.size) else {
            return nil
        }
        let owner = Array(ImageNote.owner.utf8) + [0]
        var position: UInt64 = 0
        while let ownerSize = bytes.load(UInt32.self, at: position),
            let size = bytes.load(UInt32.self, at: position + 4), let type = bytes.load(UInt32.self, at: position + 8)
        {
            // The file's bytes are in memory, so these sums of 32-bit sizes stay far below overflow.
            let ownerStart = position + 12
            let descriptionStart = ownerStart + ((UInt64(ownerSize) + 3) & ~3)
            if type == ImageNote.type, bytes.slice(ownerStart, UInt64(ownerSize))?.elements.elementsEqual(owner) == true
            {
                return bytes.slice(descriptionStart, UInt64(size))
            }
            position = descriptionStart + ((UInt64(size) + 3) & ~3)
        }
        return nil
    }
}
