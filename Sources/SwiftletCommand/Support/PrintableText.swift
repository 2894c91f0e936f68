import HostRuntime

extension String {
    /// The text with everything escaped that a terminal could take for a command, or that would hide or reorder text.
    ///
    /// For names that come out of files: whoever made the file must not decide what the terminal does.
    var printable: String { escapingUnprintable() }
}
