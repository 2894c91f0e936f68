#if !hasFeature(Embedded)
    internal import Wire

    /// The guest's side where there is no sandbox: guest functions are compiled for the host and called like any others.
    enum GuestRuntime {
        static var environment: UnsafePointer<EnvironmentBlock> { UnsafeThreadMemory.current.environment }

        /// Where calls to the host are written.
        static var output: UnsafeMutableRawBufferPointer { UnsafeThreadMemory.current.output }

        /// Lets the test's host run the function that a message calls, and returns its answer.
        static func callHost(_ message: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
            let input = UnsafeThreadMemory.current.input
            guard let host = CurrentHost.host else {
                // Every HostFunctionError is shorter than the buffer.
                let range = try? FunctionCallResultWriter.write(
                    errorCode: GuestErrorCode.hostFunctionNotFound.rawValue,
                    message: "there is no host outside a sandbox: call the guest function in withHostFunctions(_:_:)",
                    into: input)
                return UnsafeRawBufferPointer(rebasing: input[range ?? 0..<0])
            }
            return UnsafeRawBufferPointer(rebasing: input[host.answer(message, into: input)])
        }

        /// Ends the process, as a trap does: without a sandbox around the guest there is nothing that could go on.
        static func abort(_ message: consuming AbortMessage, code: UInt64 = 0, hostErrorToken: UInt32 = 0) -> Never {
            var text = ""
            message.withText { bytes in text = bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
            Swift.fatalError("the guest aborted: \(text)")
        }
    }
#endif
