extension String {
    /// The text as one word of a command that a person can paste into a shell.
    var shellWord: String {
        let needsNoQuotes =
            !isEmpty
            && unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || "0123456789-_./+:@%,=".unicodeScalars.contains($0)
            }
        return needsNoQuotes ? self : "'\(replacing("'", with: #"'\''"#))'"
    }
}
