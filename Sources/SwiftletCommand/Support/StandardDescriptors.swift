import Glibc

/// Standard input, output and error.
enum StandardDescriptors {
    /// Opens those of the three standard descriptors that are closed, in the direction in which nobody uses them. A VM or
    /// a pipe would get their numbers otherwise, and what is meant for standard output or standard error would go there.
    static func occupyClosed() {
        for (descriptor, mode) in [
            (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
        ] where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest number that is free, which is this one.
            _ = open("/dev/null", mode)
        }
    }
}
