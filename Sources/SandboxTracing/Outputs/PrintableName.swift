import HostRuntime

extension String {
    /// What outputs show of longer texts, in bytes. A text in a trace may be a megabyte long, once for each event.
    static let shownBytes = 256

    /// The text on one line, with everything escaped that is not printable, and cut where it gets long.
    package var shown: String {
        var text = ""
        for scalar in unicodeScalars {
            let next = scalar.isPrintable ? String(scalar) : scalar.escaped(asASCII: true)
            guard text.utf8.count + next.utf8.count <= Self.shownBytes else { return text + "…" }
            text += next
        }
        return text
    }

    /// The text as a name of something, which is never empty.
    package var shownName: String { isEmpty ? "(no name)" : shown }
}
