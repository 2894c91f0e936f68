/// The names of trace points, as the guest's image has them.
///
/// A guest says where a name is, and the file says what it is. What the guest can write at run time is not looked at.
package struct ImageStrings: Sendable {
    private struct Segment {
        let start: UInt64
        let bytes: CheckedBytes
    }

    private let segments: [Segment]

    /// In bytes, without the zero byte at the end.
    package static let maximumName: UInt64 = 128
    package static let maximumFile: UInt64 = 512

    package init(_ image: GuestImage) {
        let file = image.file
        segments = file.segments.compactMap { segment in
            guard !segment.isWritable, let bytes = file.contents.slice(segment.fileOffset, segment.fileSize) else {
                return nil
            }
            return Segment(start: segment.memory.start.rawValue, bytes: bytes)
        }
    }

    /// Read-only memory of an image that does not exist, for tests.
    package init(bytes: [UInt8], at address: UInt64) {
        segments = [Segment(start: address, bytes: CheckedBytes(bytes))]
    }

    package func name(at address: UInt64) -> String? { text(at: address, limit: Self.maximumName) }

    package func file(at address: UInt64) -> String? { text(at: address, limit: Self.maximumFile) }

    private func text(at address: UInt64, limit: UInt64) -> String? {
        for segment in segments where address >= segment.start && address - segment.start < segment.bytes.count {
            let offset = address - segment.start
            let room = min(limit + 1, segment.bytes.count - offset)
            guard let bytes = segment.bytes.slice(offset, room)?.elements, let end = bytes.firstIndex(of: 0),
                end > bytes.startIndex, !bytes[..<end].contains(where: { $0 < 0x20 || $0 == 0x7f }),
                let text = String(validating: bytes[..<end], as: UTF8.self),
                // U+0080 to U+009F
                !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
            else { return nil }
            return text
        }
        return nil
    }
}
