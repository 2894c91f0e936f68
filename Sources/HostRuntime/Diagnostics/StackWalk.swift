/// Finds out by whom a guest's code was called: frame pointers in the guest's stack lead from each caller to the next
/// (System V ABI, AMD64 supplement, "The Stack Frame"). All guest code keeps them.
///
/// The stack is the guest's, and may hold anything. The walk only goes up in it, and reads each word once.
struct StackWalk {
    /// How a walk ended.
    enum End {
        /// At the code that entered the guest.
        case outermost
        /// There was more.
        case limit
        /// At something that is no frame.
        case broken
    }

    /// More are not kept of a stack.
    static let frameLimit = 64

    /// Where the frames are.
    let stack: GuestRange
    /// Where the code is that can be called.
    let code: [GuestRange]
    /// The code that enters the guest.
    let entry: GuestRange

    private static let wordSize: GuestNumber = 8
    /// The caller's frame pointer, and the return address above it.
    private static let frameSize: GuestNumber = 16

    /// - Parameters:
    ///   - instruction: Where the guest is.
    ///   - framePointer: The register RBP there.
    /// - Returns: First `instruction`, then the return addresses in it, its caller and so on, as far as they are the
    ///   addresses of code.
    func addresses(
        from instruction: GuestAddress, framePointer: GuestAddress, in memory: UnsafeGuestMemory
    ) -> (addresses: [GuestAddress], end: End) {
        guard isCode(instruction) else { return ([], .broken) }
        var addresses = [instruction]
        var frame = framePointer
        var lowest = stack.start
        while true {
            guard frame.number.isMultiple(of: Self.wordSize), frame >= lowest,
                let range = GuestRange(start: frame, count: Self.frameSize), stack.contains(range),
                let callerFrame = memory.word(at: frame), let returnPlace = frame.advanced(by: Self.wordSize),
                let returnWord = memory.word(at: returnPlace)
            else { return (addresses, .broken) }
            let returnAddress = GuestAddress(returnWord)
            if entry.contains(returnAddress) { return (addresses, .outermost) }
            guard isCode(returnAddress) else { return (addresses, .broken) }
            guard addresses.count < Self.frameLimit else { return (addresses, .limit) }
            addresses.append(returnAddress)
            lowest = range.end
            frame = GuestAddress(callerFrame)
        }
    }

    private func isCode(_ address: GuestAddress) -> Bool {
        code.contains { $0.contains(address) }
    }
}

extension StackWalk {
    init(_ image: GuestImage, _ layout: SandboxLayout) {
        self.init(
            stack: layout.stack,
            code: image.file.segments.filter(\.isExecutable).map(\.memory),
            entry: SupervisorLayout.entryPage)
    }
}
