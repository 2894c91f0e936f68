extension String {
    /// The text, or its beginning and its end when it is longer than so many characters: long names differ at the end
    /// rather than in the middle.
    func shortened(to limit: Int) -> String {
        guard count > limit else { return self }
        return prefix(limit / 2 - 1) + "…" + suffix(limit / 2)
    }
}
