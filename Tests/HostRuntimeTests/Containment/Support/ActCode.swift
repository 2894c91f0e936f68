@testable import HostRuntime

/// Pieces of acts. RBX points to their parameters (Intel SDM volume 2).
extension MachineCode {
    /// What is a prefix in 64-bit mode decrements EAX elsewhere.
    private static let trapUnlessIn64BitMode: [UInt8] =
        [0x31, 0xc0]  // xor %eax, %eax
        + [0x48, 0x90]  // rex.w nop
        + [0x85, 0xc0, 0x74, 0x02]  // test %eax, %eax; jz behind the trap
        + trap

    /// Jumps to the code at an offset behind this one, through a far pointer whose selector is the first parameter's upper half.
    static func farJump(isCall: Bool) -> [UInt8] {
        [0x48, 0x8d, 0x05] + bytes(Int32(6))  // lea the end, %rax
            + [0x89, 0x03]  // mov %eax, (%rbx)
            + [0xff, isCall ? 0x1b : 0x2b]  // lcall or ljmp *(%rbx)
            + trap + trapUnlessIn64BitMode
    }

    /// Returns to the end of this code by RETF, with the first parameter as the selector.
    ///
    /// The stack has a frame's other half too: AMD's processors read the stack of the ring to return to before they refuse.
    static let farReturn: [UInt8] =
        [0x6a, 0, 0x6a, 0]  // push $0; push $0
        + [0xff, 0x33]  // push (%rbx)
        + [0x48, 0x8d, 0x05] + bytes(Int32(5))  // lea the end, %rax
        + [0x50, 0x48, 0xcb]  // push %rax; lretq
        + trap + trapUnlessIn64BitMode
        + [0x48, 0x83, 0xc4, 16]  // add $16, %rsp

    /// A word of the frame that IRETQ takes, in order.
    enum FrameWord: Int, CaseIterable {
        case instructionPointer, codeSelector, flags, stackPointer, stackSelector

        /// Puts the value that this code goes on with into RAX.
        fileprivate func load(end: Int32) -> [UInt8] {
            switch self {
            case .instructionPointer: [0x48, 0x8d, 0x05] + bytes(end)  // lea the end, %rax
            case .codeSelector: [0x8c, 0xc8]  // mov %cs, %eax
            case .flags: [0x9c, 0x58]  // pushf; pop %rax
            case .stackPointer: [0x48, 0x89, 0xe8]  // mov %rbp, %rax
            case .stackSelector: [0x8c, 0xd0]  // mov %ss, %eax
            }
        }
    }

    /// Returns by IRETQ from the frame in the parameters, one word of which is forged there.
    static func interruptReturn(forging forged: FrameWord?) -> [UInt8] {
        let rest: [UInt8] = [0x48, 0x89, 0xdc, 0x48, 0xcf] + trap  // mov %rbx, %rsp; iretq
        // From the last word to the first, so that what follows the address of the end is known.
        return FrameWord.allCases.reversed().filter { $0 != forged }.reduce(into: []) {
            code, word in
            let store: [UInt8] = [0x48, 0x89, 0x43, UInt8(8 * word.rawValue)]  // mov %rax, …(%rbx)
            code += word.load(end: Int32(store.count + rest.count)) + store
        } + rest + trapUnlessIn64BitMode
    }

    /// Sets flags by POPF.
    static func setFlags(_ flags: UInt32) -> [UInt8] { [0x9c, 0x81, 0x0c, 0x24] + bytes(flags) + [0x9d] }

    static let nop: [UInt8] = [0x90]
    static let pushRAX: [UInt8] = [0x50]

    /// mov the parameter, %rsp
    static let stackFromParameter: [UInt8] = [0x48, 0x8b, 0x23]

    /// Reads, writes or executes at the first parameter.
    static let readAtParameter: [UInt8] = [0x48, 0x8b, 0x03, 0x48, 0x8b, 0x00]
    static let writeAtParameter: [UInt8] = [0x48, 0x8b, 0x03, 0x48, 0x89, 0x18]
    static let jumpToParameter: [UInt8] = [0xff, 0x23]

    /// mov the first two parameters, %rdi and %rsi
    static let wordsFromParameters: [UInt8] = [0x48, 0x8b, 0x3b, 0x48, 0x8b, 0x73, 0x08]
}

/// Flags that ring 3 cannot set, or with which it can do harm (Intel SDM volume 1, section 3.4.3).
enum Flags {
    static let trap: UInt32 = 1 << 8
    static let interrupt: UInt32 = 1 << 9
    static let direction: UInt32 = 1 << 10
    static let privilege: UInt32 = 3 << 12
    static let nestedTask: UInt32 = 1 << 14
    static let resume: UInt32 = 1 << 16
    static let virtual8086: UInt32 = 1 << 17
    static let alignmentCheck: UInt32 = 1 << 18
    static let virtualInterrupt: UInt32 = 3 << 19
}
