import TestSupport
import Wire

@testable import HostRuntime

/// Instructions with random operands, valid ones and others (Intel SDM volume 2D, appendix A, has the opcodes).
struct RandomInstructions {
    /// Where something begins or ends in the sandbox.
    private let places: [UInt64]
    /// Where memory begins that ring 3 can write.
    private let writable: [UInt64]
    private let messages: [GuestRange]
    private let output: UInt64

    init(_ layout: SandboxLayout, messages: [GuestRange]) {
        let ranges = layout.regions.map(\.range) + [layout.pageTables]
        places =
            ranges.flatMap { [$0.start.rawValue, $0.end.rawValue] }
            + [
                EntryCode.returnExit.rawValue, EntryCode.probeExit.rawValue, EntryCode.park.rawValue, 0, .max, 1 << 47,
                1 << 63,
            ]
        writable = layout.regions.filter { $0.access == .guestData }.map(\.range.start.rawValue)
        self.messages = messages
        output = layout.output.start.rawValue
    }

    /// One instruction, or a few that belong together.
    ///
    /// - Parameter position: Where in the program it begins.
    func next(at position: Int, using random: inout SeededGenerator) -> [UInt8] {
        switch Int.random(in: 0..<32, using: &random) {
        case 0: bytes(Int.random(in: 1...15, using: &random), &random)
        case 1...4: plain(&random)
        case 5...8: load(register(&random), number(&random))
        case 9...16: arithmetic(&random)
        case 17...20: access(&random)
        case 21, 22: SystemInstruction.random(using: &random)
        case 23, 24: output(&random)
        case 25...28: jump(from: position, &random)
        default: send(&random)
        }
    }

    /// ADD, OR, ADC, SBB, AND, SUB, XOR or CMP of two registers, which lets a program go on.
    private func arithmetic(_ random: inout SeededGenerator) -> [UInt8] {
        let operation = UInt8.random(in: 0..<8, using: &random) << 3
        return [
            UInt8.random(in: 0x40...0x4f, using: &random), operation | 1, UInt8.random(in: 0xc0...0xff, using: &random),
        ]
    }

    /// MOV between a register and memory, where ring 3 can often write.
    private func access(_ random: inout SeededGenerator) -> [UInt8] {
        let place = (writable.randomElement(using: &random) ?? 0) &+ UInt64.random(in: 0..<0x1800, using: &random)
        let isStore = Bool.random(using: &random)
        return load(3, place) + [0x48, isStore ? 0x89 : 0x8b, UInt8.random(in: 0..<8, using: &random) << 3 | 3]
    }

    private func bytes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private func register(_ random: inout SeededGenerator) -> UInt8 { UInt8.random(in: 0..<16, using: &random) }

    /// Prefixes, an opcode of one of the maps, and operands of random size.
    private func plain(_ random: inout SeededGenerator) -> [UInt8] {
        var code: [UInt8] = []
        if Int.random(in: 0..<6, using: &random) == 0 {
            code.append([0x66, 0xf2, 0xf3, 0xf0, 0x64, 0x65, 0x67].randomElement(using: &random) ?? 0x66)
        }
        if Bool.random(using: &random) { code.append(UInt8.random(in: 0x40...0x4f, using: &random)) }
        let maps: [[UInt8]] = [[], [], [], [0x0f], [0x0f, 0x38], [0x0f, 0x3a]]
        code += maps.randomElement(using: &random) ?? []
        return code + bytes(Int.random(in: 1...7, using: &random), &random)
    }

    /// MOV of 64 bits to a register.
    private func load(_ register: UInt8, _ number: UInt64) -> [UInt8] {
        [0x48 | register >> 3, 0xb8 | register & 7] + withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    private func number(_ random: inout SeededGenerator) -> UInt64 {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: random.next()
        case 1: UInt64.random(in: 0..<256, using: &random)
        default: (places.randomElement(using: &random) ?? 0) &+ UInt64(Int.random(in: 0..<33, using: &random)) &- 16
        }
    }

    /// OUT or IN of any size, at a port that is often open, with any words.
    private func output(_ random: inout SeededGenerator) -> [UInt8] {
        let open = ExitPort.allCases.randomElement(using: &random)?.rawValue ?? 0
        let near = open &+ UInt16.random(in: 0..<5, using: &random)
        let port =
            [open, open, open, near, UInt16.random(in: 0...0xffff, using: &random)]
            .randomElement(using: &random) ?? open
        let words = load(7, number(&random)) + load(6, number(&random))
        guard Bool.random(using: &random) else { return words + [0xe7, UInt8(truncatingIfNeeded: port)] }
        let opcodes: [[UInt8]] = [[0xef], [0xef], [0xee], [0x66, 0xef], [0xed], [0xf3, 0x6f], [0xf3, 0x6d], [0x6c]]
        return words + load(2, UInt64(port)) + (opcodes.randomElement(using: &random) ?? [0xef])
    }

    /// A jump or call to anywhere in the program, on a condition or not.
    private func jump(from position: Int, _ random: inout SeededGenerator) -> [UInt8] {
        let opcodes: [[UInt8]] = [
            [0xe9], [0xe8], [0x0f, UInt8.random(in: 0x80...0x8f, using: &random)],
        ]
        let opcode = opcodes.randomElement(using: &random) ?? [0xe9]
        // Short programs are at the start of their room.
        let target = Int.random(
            in: 0..<[256, 512, Int(ProgramImage.program.byteCount)][Int(random.next() % 3)], using: &random)
        let distance = Int32(target - position - opcode.count - 4)
        return opcode + withUnsafeBytes(of: distance.littleEndian) { Array($0) }
    }

    /// Sends a message that is well-formed, by a port that may be for another kind of message.
    private func send(_ random: inout SeededGenerator) -> [UInt8] {
        guard let message = messages.randomElement(using: &random) else { return [] }
        let copy = load(7, output) + load(6, message.start.rawValue) + load(1, message.byteCount) + [0xf3, 0xa4]
        guard Bool.random(using: &random) else {
            return copy + load(0, output) + load(2, message.byteCount) + [0xc3]
        }
        let port: ExitPort =
            [.hostCall, .hostCall, .hostCall, .abort, .callReturn].randomElement(using: &random) ?? .abort
        return copy + load(7, output) + load(6, message.byteCount) + [0xe7, UInt8(port.rawValue)]
    }
}
