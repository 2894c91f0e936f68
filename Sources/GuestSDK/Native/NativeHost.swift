#if !hasFeature(Embedded)
    /// What answers host calls where a guest's functions run without a sandbox, as in the unit tests of its package.
    package protocol NativeHost: Sendable {
        /// Serves the call in `message` and writes the answer to the end of `buffer`; the result says where it is.
        func answer(_ message: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer) -> Range<Int>
    }

    /// The host of the running test.
    package enum CurrentHost {
        @TaskLocal package static var host: (any NativeHost)?
    }
#endif
