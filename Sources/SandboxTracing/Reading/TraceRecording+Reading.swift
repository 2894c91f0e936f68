public import HostRuntime
public import SystemPackage

extension TraceRecording {
    /// The largest recording that is read from a file, in bytes.
    public static let maximumSize = 1 << 32

    /// Reads what a `TraceRecorder` has kept.
    ///
    /// A recording whose end is missing or damaged is read up to there; ``problems`` says so. It takes at most some
    /// thirty times as much memory as it has bytes, whatever they say.
    ///
    /// - Throws: `TraceError` with code `notATrace` or `unsupportedVersion`.
    public init(bytes: [UInt8]) throws(TraceError) {
        self = try Self.read(bytes, name: "\(bytes.count) bytes")
    }

    /// Reads the file that a `TraceRecorder` has written, or is still writing.
    ///
    /// - Throws: `TraceError` with code `unreadableFile`, `notATrace` or `unsupportedVersion`. What else is wrong with
    ///   the file is among the ``problems``.
    public init(contentsOf path: FilePath) throws(TraceError) {
        self = try Self.read(Self.contents(of: path), name: path.string)
    }

    /// Refuses another image than the one that was recorded.
    ///
    /// - Throws: `TraceError` with code `imageMismatch`.
    public func checkImage(_ image: GuestImage) throws(TraceError) {
        for track in tracks where track.imageDigest != image.digest {
            throw TraceError(
                .imageMismatch,
                """
                sandbox \(track.number) was recorded with the image of SHA-256 \(track.digestText), this one \
                has \(image.digest.hexadecimalText): take the image that was recorded
                """)
        }
    }

    private static func read(_ bytes: [UInt8], name: String) throws(TraceError) -> TraceRecording {
        try checkHeader(bytes, name: name)
        var reader = TraceStreamReader(bytes)
        return reader.read()
    }

    private static func checkHeader(_ bytes: [UInt8], name: String) throws(TraceError) {
        guard bytes.count >= TraceStream.headerSize, bytes.starts(with: TraceStream.magic) else {
            throw TraceError(.notATrace, "\(name) does not begin as a recording does: is it one of a TraceRecorder?")
        }
        let version = bytes[TraceStream.magic.count..<TraceStream.headerSize].reversed().reduce(0) {
            $0 << 8 | UInt32($1)
        }
        guard version == TraceStream.version else {
            throw TraceError(
                .unsupportedVersion,
                """
                \(name) has version \(version) of the format of recordings, and version \(TraceStream.version) is the only \
                one known here: read it with the Swiftlet that recorded it
                """)
        }
    }

    private static func contents(of path: FilePath) throws(TraceError) -> [UInt8] {
        do {
            // Without blocking, so that a named pipe in the file's place cannot hold the caller up.
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            return try file.closeAfter {
                var bytes: [UInt8] = []
                let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 1)
                defer { piece.deallocate() }
                while true {
                    let count = try file.read(into: piece)
                    if count == 0 { return bytes }
                    let isFirst = bytes.isEmpty
                    bytes.append(contentsOf: UnsafeMutableRawBufferPointer(rebasing: piece[..<count]))
                    // Some devices have no end: what is no recording is not read any further.
                    if isFirst { try checkHeader(bytes, name: path.string) }
                    guard bytes.count <= maximumSize else {
                        throw TraceError(.unreadableFile, "\(path) is larger than \(maximumSize) bytes")
                    }
                }
            }
        } catch let error as TraceError {
            throw error
        } catch {
            throw TraceError(.unreadableFile, "\(path) cannot be read: \(error)", cause: error)
        }
    }
}
