extension Unicode.Scalar {
    /// Whether a terminal or a viewer shows the scalar as a character of its own: it is no command, and hides or reorders
    /// no text.
    package var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}

extension String {
    /// The text with everything escaped that is not printable: whoever wrote it must not decide what a terminal does, nor
    /// add lines to a log.
    ///
    /// - Parameter kept: Scalars that stay as they are all the same.
    package func escapingUnprintable(except kept: [Unicode.Scalar] = []) -> String {
        // Nearly all text is, and this is quick to see.
        if utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return self }
        func isFine(_ scalar: Unicode.Scalar) -> Bool { scalar.isPrintable || kept.contains(scalar) }
        guard !unicodeScalars.allSatisfy(isFine) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if isFine(scalar) {
                text.unicodeScalars.append(scalar)
            } else {
                text += scalar.escaped(asASCII: true)
            }
        }
        return text
    }
}
