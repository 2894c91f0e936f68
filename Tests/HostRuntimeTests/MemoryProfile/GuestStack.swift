@testable import HostRuntime

/// Memory of a page, with a stack in the middle, as a guest could have left it.
struct GuestStack {
    static let start: UInt64 = 0x40_0000
    static let stack = GuestRange(from: GuestAddress(rawBits: start + 0x400), to: GuestAddress(rawBits: start + 0xc00))
    static let code = GuestRange(from: GuestAddress(0x20_0000), to: GuestAddress(0x20_1000))
    static let entry = GuestRange(from: GuestAddress(0x1_0000), to: GuestAddress(0x1_1000))
    /// Where frames begin, if nothing else is said.
    static let bottom = stack.start.rawValue + 0x100

    let memory: UnsafeGuestMemory
    let walk = StackWalk(stack: stack, code: [code], entry: entry)

    init() throws {
        let page = GuestRange(from: GuestAddress(rawBits: Self.start), to: GuestAddress(rawBits: Self.start + 0x1000))
        memory = try UnsafeGuestMemory(range: page)
    }

    /// An address of code.
    static func code(_ offset: UInt64) -> UInt64 { code.start.rawValue + offset }

    func setFrame(at address: UInt64, caller: UInt64, returnTo: UInt64) {
        _ = memory.store(caller, at: address)
        _ = memory.store(returnTo, at: address + 8)
    }

    /// Frames of 32 bytes, one above the other, that return to these addresses, the innermost first.
    func setFrames(returningTo addresses: [UInt64]) {
        for (index, address) in addresses.enumerated() {
            let place = Self.bottom + UInt64(index) * 32
            setFrame(at: place, caller: place + 32, returnTo: address)
        }
    }

    func addresses(at instruction: UInt64 = code(0), from framePointer: UInt64 = bottom) -> ([UInt64], StackWalk.End) {
        let (addresses, end) = walk.addresses(
            from: GuestAddress(rawBits: instruction), framePointer: GuestAddress(rawBits: framePointer), in: memory)
        return (addresses.map(\.rawBits), end)
    }
}
