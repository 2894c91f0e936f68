#if !hasFeature(Embedded)
    internal import CProcessor
    internal import Glibc
    internal import Wire

    /// The memory that a sandbox would have, one of each for a thread: guest functions are written for a single thread,
    /// but tests run on several.
    final class UnsafeThreadMemory {
        /// Where guest functions write calls to the host.
        let output: UnsafeMutableRawBufferPointer
        /// Where the host's answers are written.
        let input: UnsafeMutableRawBufferPointer
        private let block: UnsafeMutablePointer<EnvironmentBlock>

        /// In bytes; memory that is never touched costs nothing. Whether a message fits a real sandbox is for a test with
        /// a sandbox to say.
        private static let bufferSize = 64 << 20

        private static let key: pthread_key_t = {
            var key = pthread_key_t()
            // It fails only when a process has a thousand keys.
            let status = pthread_key_create(&key) { memory in
                if let memory { Unmanaged<UnsafeThreadMemory>.fromOpaque(memory).release() }
            }
            Swift.precondition(status == 0, "no thread-specific data is left: \(status)")
            return key
        }()

        /// The calling thread's.
        static var current: UnsafeThreadMemory {
            if let known = pthread_getspecific(key) {
                return Unmanaged<UnsafeThreadMemory>.fromOpaque(known).takeUnretainedValue()
            }
            let memory = UnsafeThreadMemory()
            pthread_setspecific(key, Unmanaged.passRetained(memory).toOpaque())
            return memory
        }

        private init() {
            output = .allocate(byteCount: Self.bufferSize, alignment: 16)
            input = .allocate(byteCount: Self.bufferSize, alignment: 16)
            block = .allocate(capacity: 1)
            let none = EnvironmentBlock.Region(address: 0, size: 0)
            block.initialize(
                to: EnvironmentBlock(
                    abiVersion: ImageNote.abiVersion, logLevel: UInt32(LogLevel.info.rawValue), heap: none, stack: none,
                    input: none, output: none, log: none, randomSeed: (0, 0, 0, 0), generation: 1,
                    clock: .init(counter: 0, nanosecondsPerTick: 0, monotonic: 0, wall: 0),
                    traceMode: TraceMode.off.rawValue, memoryProfile: 0, trace: none))
        }

        deinit {
            output.deallocate()
            input.deallocate()
            block.deallocate()
        }

        /// What the host would say to a guest now.
        var environment: UnsafePointer<EnvironmentBlock> {
            // A clock that stands still, read anew each time, is right without knowing the counter's frequency.
            block.pointee.clock = EnvironmentBlock.Clock(
                counter: swiftlet_time_stamp_counter(), nanosecondsPerTick: 0,
                monotonic: Self.nanoseconds(of: CLOCK_BOOTTIME), wall: Self.nanoseconds(of: CLOCK_REALTIME))
            return UnsafePointer(block)
        }

        private static func nanoseconds(of clock: clockid_t) -> UInt64 {
            var time = timespec()
            clock_gettime(clock, &time)
            return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
        }
    }
#endif
