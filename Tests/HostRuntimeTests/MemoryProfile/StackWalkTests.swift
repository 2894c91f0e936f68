import Testing

@testable import HostRuntime

@Suite("Walks up a guest's stack")
struct StackWalkTests {
    private let guest: GuestStack

    init() throws {
        guest = try GuestStack()
    }

    private static let inner = GuestStack.code(0)
    private static let callers = [GuestStack.code(0x10), GuestStack.code(0xfff)]

    @Test func anHonestOne() {
        guest.setFrames(returningTo: Self.callers + [GuestStack.entry.start.rawValue])
        #expect(guest.addresses() == ([Self.inner] + Self.callers, .outermost))
    }

    @Test func aFunctionThatTheHostEntered() {
        guest.setFrames(returningTo: [GuestStack.entry.end.rawValue - 1])
        #expect(guest.addresses() == ([Self.inner], .outermost))
    }

    @Test func anInstructionThatIsNoCode() {
        guest.setFrames(returningTo: [GuestStack.entry.start.rawValue])
        let (addresses, end) = guest.addresses(at: GuestStack.code.end.rawValue)
        #expect(addresses == [] && end == .broken)
    }

    @Test(
        "A frame pointer that is none",
        arguments: [
            0, 1, 7, .max, .max - 7, .max - 15, 1 << 63, GuestStack.bottom + 1, GuestStack.bottom + 4,
            GuestStack.stack.start.rawValue - 8, GuestStack.stack.end.rawValue - 8, GuestStack.stack.end.rawValue,
            GuestStack.start, GuestStack.start + 0xff8, GuestStack.code(0),
        ] as [UInt64])
    func badFramePointer(_ framePointer: UInt64) {
        for address in stride(from: GuestStack.start, to: GuestStack.start + 0x1000, by: 8) {
            _ = guest.memory.store(GuestStack.code(0x10), at: address)
        }
        #expect(guest.addresses(from: framePointer) == ([Self.inner], .broken))

        guest.setFrame(at: GuestStack.bottom, caller: framePointer, returnTo: Self.callers[0])
        #expect(guest.addresses() == ([Self.inner, Self.callers[0]], .broken), "the same in the second frame")
    }

    @Test(arguments: [GuestStack.stack.start.rawValue, GuestStack.stack.end.rawValue - 16])
    func framesAtTheEdges(_ address: UInt64) {
        guest.setFrame(at: address, caller: 0, returnTo: GuestStack.entry.start.rawValue)
        #expect(guest.addresses(from: address) == ([Self.inner], .outermost))
    }

    @Test("Frames that lead back, to themselves or into themselves", arguments: [-32, -16, -8, 0, 8] as [Int64])
    func cycles(_ distance: Int64) {
        let second = GuestStack.bottom + 32
        guest.setFrame(at: GuestStack.bottom, caller: second, returnTo: Self.callers[0])
        guest.setFrame(
            at: second, caller: UInt64(bitPattern: Int64(second) + distance), returnTo: Self.callers[1])
        #expect(guest.addresses() == ([Self.inner] + Self.callers, .broken))
    }

    @Test(
        "Return addresses that are no code",
        arguments: [
            0, .max, GuestStack.bottom, GuestStack.code(0) - 1, GuestStack.code.end.rawValue,
            GuestStack.entry.start.rawValue - 1, GuestStack.entry.end.rawValue,
        ] as [UInt64])
    func badReturnAddress(_ address: UInt64) {
        guest.setFrames(returningTo: [Self.callers[0], address, Self.callers[1], GuestStack.entry.start.rawValue])
        #expect(guest.addresses() == ([Self.inner, Self.callers[0]], .broken))
    }

    @Test("As many frames as are kept, and one more", arguments: [0, 1])
    func deepStacks(_ excess: Int) throws {
        let depth = StackWalk.frameLimit - 1 + excess
        let callers = (0..<depth).map { GuestStack.code(UInt64($0)) }
        var address = GuestStack.stack.start.rawValue
        for caller in callers + [GuestStack.entry.start.rawValue] {
            guest.setFrame(at: address, caller: address + 16, returnTo: caller)
            address += 16
        }
        let (addresses, end) = guest.addresses(from: GuestStack.stack.start.rawValue)
        #expect(addresses == [Self.inner] + callers.prefix(StackWalk.frameLimit - 1))
        #expect(end == (excess == 0 ? .outermost : .limit))
    }

    @Test func aStackWithoutAnEnd() {
        for address in stride(from: GuestStack.start, to: GuestStack.start + 0x1000, by: 16) {
            guest.setFrame(at: address, caller: address + 16, returnTo: Self.callers[0])
        }
        #expect(guest.addresses().1 == .limit)
        let last = GuestStack.stack.end.rawValue - 16
        #expect(guest.addresses(from: last) == ([Self.inner, Self.callers[0]], .broken))
    }
}
