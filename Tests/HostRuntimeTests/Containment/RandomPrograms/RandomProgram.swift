import TestSupport

@testable import HostRuntime

/// Some machine code, of which a seed decides all.
struct RandomProgram {
    let seed: UInt64
    /// As many as there is room for.
    let bytes: [UInt8]

    /// - Parameter instructions: Knows the sandbox that the program is for.
    init(seed: UInt64, _ instructions: RandomInstructions) {
        self.seed = seed
        var random = SeededGenerator(seed: seed)
        let size = Int(ProgramImage.program.count)
        var code: [UInt8] = []
        for _ in 0..<Int.random(in: 1...48, using: &random) {
            code += instructions.next(at: code.count, using: &random)
        }
        // What comes behind the last instruction: a return, a trap, or whatever it is.
        let filler: UInt8 =
            [0xc3, 0xc3, 0xcc, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
        bytes = Array(code.prefix(size)) + [UInt8](repeating: filler, count: max(size - code.count, 0))
    }

    /// Everything that is needed to see it again.
    var reproduction: String {
        let end = 1 + (bytes.lastIndex { $0 != bytes[bytes.count - 1] } ?? 0)
        let hexadecimal = bytes[..<end].map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return """
            SWIFTLET_SEED=\(seed) SWIFTLET_RANDOM_PROGRAMS=1
            program: \(hexadecimal), then 0x\(String(bytes[bytes.count - 1], radix: 16)) to the end of its \(bytes.count) bytes
            """
    }
}
