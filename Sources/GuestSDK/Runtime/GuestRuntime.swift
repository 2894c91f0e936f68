#if hasFeature(Embedded)
    internal import CGuest
    internal import Wire

    /// The guest's side of the sandbox: what the host said when it started, and the ways out.
    enum GuestRuntime {
        /// Set before anything else runs, and never again: nothing is to be gained from checking that accesses do not overlap,
        /// which costs each trace point a call.
        @exclusivity(unchecked)
        nonisolated(unsafe) private static var block: UnsafePointer<EnvironmentBlock>?

        static func start(_ environment: UnsafePointer<EnvironmentBlock>) {
            block = environment
        }

        /// The host's page. It may change at any exit, so it is read anew each time.
        @inline(__always)
        static var environment: UnsafePointer<EnvironmentBlock> {
            // The entry code passes the address before any Swift code can ask for it.
            block.unsafelyUnwrapped
        }

        /// Where results and calls to the host are written.
        @inline(__always)
        static var output: UnsafeMutableRawBufferPointer { buffer(environment.pointee.output) }

        static func buffer(_ region: EnvironmentBlock.Region) -> UnsafeMutableRawBufferPointer {
            UnsafeMutableRawBufferPointer(
                start: UnsafeMutableRawPointer(bitPattern: UInt(region.address)), count: Int(region.size))
        }

        /// Lets the host run the function that a message in the output buffer calls, and returns its answer.
        @inline(__always)
        static func callHost(_ message: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
            let reply = swiftlet_exit(
                ExitPort.hostCall.rawValue, UInt64(UInt(bitPattern: message.baseAddress)), UInt64(message.count))
            return UnsafeRawBufferPointer(
                start: UnsafeRawPointer(bitPattern: UInt(reply.address)), count: Int(truncatingIfNeeded: reply.length))
        }

        /// Ends the call for good and tells the host why.
        static func abort(_ message: consuming AbortMessage, code: UInt64 = 0, hostErrorToken: UInt32 = 0) -> Never {
            let output = output
            message.withText { text in
                var builder = FlatBufferBuilder(writingInto: output)
                do throws(WireError) {
                    let text = try builder.appendString(utf8: text)
                    let error = try builder.appendGuestError(
                        code: code, message: text, hostErrorToken: hostErrorToken)
                    let range = try builder.finish(root: error)
                    let address = UInt(bitPattern: output.baseAddress) + UInt(range.lowerBound)
                    _ = swiftlet_exit(ExitPort.abort.rawValue, UInt64(address), UInt64(range.count))
                } catch {
                    // An output buffer has at least a page; the message is shorter.
                }
            }
            swiftlet_stop()
        }
    }
#endif
