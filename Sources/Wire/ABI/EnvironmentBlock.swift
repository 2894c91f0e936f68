/// What the host tells a guest about its sandbox: one page that ring 3 can read and only the host can write.
///
/// Its address is the argument of the image's entry point.
package struct EnvironmentBlock: BitwiseCopyable, Equatable, Sendable {
    /// A region of guest memory.
    package struct Region: BitwiseCopyable, Equatable, Sendable {
        package var address: UInt64
        package var size: UInt64

        package init(address: UInt64, size: UInt64) {
            self.address = address
            self.size = size
        }
    }

    package static let size = 120
    /// Offset of ``logLevel``, the one field that changes while a guest runs.
    package static let logLevelOffset = 4

    package var abiVersion: UInt32
    /// Raw value of the least severe `LogLevel` that the host wants to see.
    package var logLevel: UInt32
    package var heap: Region
    package var stack: Region
    /// Where the host writes calls and answers.
    package var input: Region
    /// Where the guest writes results and calls to the host.
    package var output: Region
    /// The log buffer: a word that counts the bytes in use, then length-prefixed `GuestLogData` records.
    package var log: Region
    /// Fresh entropy for this sandbox, 32 bytes.
    package var randomSeed: (UInt64, UInt64, UInt64, UInt64)

    package init(
        abiVersion: UInt32, logLevel: UInt32, heap: Region, stack: Region, input: Region, output: Region, log: Region,
        randomSeed: (UInt64, UInt64, UInt64, UInt64)
    ) {
        self.abiVersion = abiVersion
        self.logLevel = logLevel
        self.heap = heap
        self.stack = stack
        self.input = input
        self.output = output
        self.log = log
        self.randomSeed = randomSeed
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.abiVersion == right.abiVersion && left.logLevel == right.logLevel && left.heap == right.heap
            && left.stack == right.stack && left.input == right.input && left.output == right.output
            && left.log == right.log && left.randomSeed == right.randomSeed
    }
}
