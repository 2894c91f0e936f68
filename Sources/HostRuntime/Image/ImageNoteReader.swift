internal import Wire

extension ELFFile {
    /// Checks that the file is a guest of this ABI.
    func checkABI() throws(ImageError) {
        let version = try abiVersion()
        guard version == GuestNumber(ImageNote.abiVersion) else {
            throw ImageError(
                .abiMismatch,
                """
                the image was built for ABI version \(version), this host speaks \(ImageNote.abiVersion): \
                build guest and host with the same release of Swiftlet
                """)
        }
    }

    /// The version in the note that the SDK puts into every image.
    func abiVersion() throws(ImageError) -> GuestNumber {
        for note in notes {
            guard let description = findNote(in: note) else { continue }
            guard let version = description.load(UInt32.self, at: 0) else {
                throw ImageError(
                    .abiMismatch, "the Swiftlet note is \(description.count) bytes long, less than the 4 of a version")
            }
            return version
        }
        throw ImageError(.notAGuest, "the file is no Swiftlet guest: it has no Swiftlet note (does it link GuestSDK?)")
    }

    /// Larger note segments, in bytes, are not searched: the SDK's note needs 40.
    private static let noteLimit: GuestNumber = 64 << 10

    /// What stands before a note's owner, in bytes.
    private static let headerSize: GuestNumber = 12

    /// Walks one note segment: sizes of owner and description, type, then both, each padded to four bytes.
    private func findNote(in segment: (offset: GuestNumber, size: GuestNumber)) -> CheckedBytes? {
        guard segment.size <= Self.noteLimit, let bytes = contents.slice(segment.offset, segment.size) else {
            return nil
        }
        let owner = Array(ImageNote.owner.utf8) + [0]
        var next: GuestNumber? = 0
        while let position = next, let header = bytes.slice(position, Self.headerSize),
            let ownerSize = header.load(UInt32.self, at: 0), let size = header.load(UInt32.self, at: 4),
            let ownerStart = position.adding(Self.headerSize),
            let descriptionStart = ownerSize.roundedUp(to: 4).flatMap(ownerStart.adding)
        {
            if header.load(UInt32.self, at: 8) == GuestNumber(ImageNote.type),
                bytes.slice(ownerStart, ownerSize)?.elements.elementsEqual(owner) == true
            {
                return bytes.slice(descriptionStart, size)
            }
            next = size.roundedUp(to: 4).flatMap(descriptionStart.adding)
        }
        return nil
    }
}
