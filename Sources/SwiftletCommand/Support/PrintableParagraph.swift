extension String {
    /// The text for a terminal, with its line breaks. Lines after the first are indented, so that none of them passes for
    /// a message of the command's own.
    var printableParagraph: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }.joined(separator: "\n  ")
    }
}
