@testable import HostRuntime

/// Where a guest's areas lie; the same in all sandboxes of a blueprint.
struct GuestAreas: Equatable {
    let data: GuestRange
    let heap: GuestRange
    let stack: GuestRange
    let log: GuestRange
    let input: GuestRange
    let output: GuestRange

    /// Bytes at the end of the stack that no area covers: more than any call takes.
    private static let usedStack: UInt64 = 32 << 10
    /// Bytes at the end of a buffer that no area covers: more than the messages of a fill.
    private static let messageSize: UInt64 = 1 << 10

    /// Asks a sandbox, which has its memory in the heap from then on.
    init(of sandbox: Sandbox) throws {
        guard let layout = sandbox.resources?.layout,
            let data = GuestRange(start: try sandbox.call("dataArea"), count: 16 << 10),
            let heap = GuestRange(start: try sandbox.call("heapArea"), count: 64 << 10),
            let stack = GuestRange(start: layout.stack.start.rawValue, count: layout.stack.byteCount - Self.usedStack),
            let log = GuestRange(start: layout.log.start.rawValue + 8, count: layout.log.byteCount - 8),
            let input = GuestRange(
                start: layout.input.start.rawValue, count: layout.input.byteCount - Self.messageSize),
            let output = GuestRange(
                start: layout.output.start.rawValue, count: layout.output.byteCount - Self.messageSize)
        else { throw PropertyViolation("the guest has other areas than expected") }
        self.data = data
        self.heap = heap
        self.stack = stack
        self.log = log
        self.input = input
        self.output = output
    }

    subscript(area: WritableArea) -> GuestRange {
        switch area {
        case .data: data
        case .heap: heap
        case .stack: stack
        case .log: log
        case .input: input
        case .output: output
        }
    }

    subscript(area: ModelledArea) -> GuestRange {
        switch area {
        case .data: data
        case .heap: heap
        }
    }
}

extension GuestRange {
    /// The address of a word, and how many of `count` words from there on lie within the range. Any offset will do.
    func words(at offset: Int, count: Int) -> (address: UInt64, count: Int) {
        let all = Int(byteCount / 8)
        let first = offset % all
        return (start.rawValue + UInt64(8 * first), min(count, all - first))
    }
}
