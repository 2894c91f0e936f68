#if Tracing && hasFeature(Embedded)
    internal import CGuest
    internal import CProcessor
    internal import Wire

    /// The buffer in which trace records wait for the next exit, so that a record costs no exit of its own.
    ///
    /// Its memory is always there, so that no exception interrupts the writing of a record; and if the host ends the guest in
    /// the middle of one, it is not counted.
    enum TraceBuffer {
        /// Whether the host wants records now.
        @inline(__always)
        static var isOn: Bool { GuestRuntime.environment.pointee.traceMode != TraceMode.off.rawValue }

        /// Writes a record whose words are laid out as `TraceRecord` says.
        @inline(never)
        static func append(site: UInt64, value: UInt64, place: UInt64) {
            let environment = GuestRuntime.environment
            let region = environment.pointee.trace
            guard let header = UnsafeMutablePointer<UInt64>(bitPattern: UInt(region.address)) else { return }
            let capacity = region.size / UInt64(TraceRecord.size)
            var count = header.pointee
            if count >= capacity, environment.pointee.traceMode == TraceMode.lossless.rawValue {
                _ = swiftlet_exit(ExitPort.traceFlush.rawValue, region.address, count)
                count = header.pointee
            }
            let index = Int(truncatingIfNeeded: count & (capacity &- 1))
            let record = header + (TraceRing.headerSize &+ index &* TraceRecord.size) / MemoryLayout<UInt64>.size
            swiftlet_trace_write(
                record, header, count &+ 1, swiftlet_rough_time_stamp_counter(), site, value, place)
        }
    }
#else
    /// Without tracing, or outside of a sandbox, there is nowhere to write to.
    enum TraceBuffer {
        @inline(__always)
        static var isOn: Bool { false }

        @inline(__always)
        static func append(site: UInt64, value: UInt64, place: UInt64) {}
    }
#endif
