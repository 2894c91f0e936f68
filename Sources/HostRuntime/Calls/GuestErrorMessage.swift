internal import Wire

/// What a guest said about its failure, copied out of its memory.
struct GuestErrorMessage {
    let code: UInt64
    let message: String
    /// Position, counted from one, of the host function's error that this one passes on; 0 for none.
    let hostErrorToken: UInt32

    init(_ error: borrowing GuestErrorView) throws(WireError) {
        code = try error.code
        hostErrorToken = try error.hostErrorToken
        let text = try error.message.decoded()
        // Escapes are longer than what they stand for.
        message = text.prefix(utf8Bytes: GuestFailure.maximumMessageLength)
            .escapingUnprintable(except: ["\n", "\t"]).prefix(utf8Bytes: GuestFailure.maximumMessageLength)
    }
}

extension String {
    /// As many whole characters as fit `limit` bytes of UTF-8.
    func prefix(utf8Bytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: limit)
        while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
