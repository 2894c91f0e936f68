/// The names of trace points, as the guest's image has them.
///
/// A guest says where a name is, and the file says what it is. What the guest can write at run time is not looked at.
package struct ImageStrings: Sendable {
    private struct Segment {
        let memory: GuestRange
        let bytes: CheckedBytes
    }

    private let segments: [Segment]

    /// In bytes, without the zero byte at the end.
    package static let maximumName = 128
    package static let maximumFile = 512

    package init(_ image: GuestImage) {
        let file = image.file
        segments = file.segments.compactMap { segment in
            guard !segment.isWritable, let bytes = file.contents.slice(segment.fileOffset, segment.fileSize) else {
                return nil
            }
            return Segment(memory: segment.memory, bytes: bytes)
        }
    }

    /// Read-only memory of an image that does not exist, for tests.
    package init(bytes: [UInt8], at address: UInt64) {
        let start = GuestAddress(GuestNumber(address))
        segments =
            GuestRange(start: start, count: GuestNumber(bytes.count)).map { memory in
                [Segment(memory: memory, bytes: CheckedBytes(bytes))]
            } ?? []
    }

    func name(at address: GuestAddress) -> String? { text(at: address, limit: Self.maximumName) }

    func file(at address: GuestAddress) -> String? { text(at: address, limit: Self.maximumFile) }

    private func text(at address: GuestAddress, limit: Int) -> String? {
        for segment in segments {
            guard let offset = segment.memory.offset(of: address) else { continue }
            guard let text = segment.bytes.text(at: offset, limit: limit + 1), !text.isEmpty,
                !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
            else { return nil }
            return text
        }
        return nil
    }
}
