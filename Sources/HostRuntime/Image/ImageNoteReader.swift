internal import Wire

extension ELFFile {
    /// The address at which calls enter the guest, from the note that the SDK puts into every image.
    func dispatchAddress() throws(ImageError) -> UInt64 {
        for note in notes {
            guard let description = findNote(in: note) else { continue }
            let fields = CheckedBytes(bytes: Array(description))
            guard let version = fields.load(UInt32.self, at: 0),
                let address = fields.load(UInt64.self, at: UInt64(ImageNote.dispatchOffset))
            else {
                throw ImageError(.abiMismatch, "the Swiftlet note is \(description.count) bytes long, too short")
            }
            guard version == ImageNote.abiVersion else {
                throw ImageError(
                    .abiMismatch,
                    """
                    the image was built for ABI version \(version), this host speaks \(ImageNote.abiVersion): \
                    build guest and host with the same release of Swiftlet
                    """)
            }
            guard segments.contains(where: { $0.isExecutable && $0.memory.contains(GuestAddress(address)) }) else {
                throw ImageError(
                    .badEntry, "the call entry \(GuestAddress(address)) is in no executable segment")
            }
            return address
        }
        throw ImageError(.notAGuest, "the file is no Swiftlet guest: it has no Swiftlet note (does it link GuestSDK?)")
    }

    /// Walks one note segment: sizes of owner and description, type, then both, each padded to four bytes.
    private func findNote(in segment: (offset: UInt64, size: UInt64)) -> ArraySlice<UInt8>? {
        guard let slice = contents.slice(segment.offset, segment.size) else { return nil }
        let bytes = CheckedBytes(bytes: Array(slice))
        let owner = Array(ImageNote.owner.utf8) + [0]
        var position: UInt64 = 0
        while let ownerSize = bytes.load(UInt32.self, at: position),
            let size = bytes.load(UInt32.self, at: position + 4), let type = bytes.load(UInt32.self, at: position + 8)
        {
            // The file's bytes are in memory, so these sums of 32-bit sizes stay far below overflow.
            let ownerStart = position + 12
            let descriptionStart = ownerStart + ((UInt64(ownerSize) + 3) & ~3)
            if type == ImageNote.type, bytes.slice(ownerStart, UInt64(ownerSize))?.elementsEqual(owner) == true {
                return bytes.slice(descriptionStart, UInt64(size))
            }
            position = descriptionStart + ((UInt64(size) + 3) & ~3)
        }
        return nil
    }
}
