internal import Wire

/// The memory map of a sandbox: which addresses exist, what they are for, and who may do what with them.
///
/// Unmapped pages lie below the first region, around the supervisor's stacks, around the environment page, around the entry
/// code with what belongs to it, and on both sides of every region that is not part of the image. The page tables lie in
/// one of these gaps, at an address that does not depend on the guest: so a VM can have another guest's beside them.
struct SandboxLayout: Sendable {
    /// Who may use a region's pages, and how. No page is ever writable and executable.
    enum Access: Sendable {
        case supervisorCode
        case supervisorReadOnly
        case supervisorData
        case guestCode
        case guestReadOnly
        case guestData

        /// Whether the guest, or the processor on its behalf, can change the page.
        var isWritable: Bool {
            switch self {
            case .supervisorData, .guestData: true
            case .supervisorCode, .supervisorReadOnly, .guestCode, .guestReadOnly: false
            }
        }
    }

    struct Region: Equatable, Sendable {
        let name: String
        let range: GuestRange
        let access: Access
    }

    /// In ascending order of address.
    private(set) var regions: [Region]
    let heap: GuestRange
    let stack: GuestRange
    let input: GuestRange
    let output: GuestRange
    let log: GuestRange
    /// The buffer for trace records.
    let trace: GuestRange
    /// Where it begins, and how much of it records can take: a power of two.
    let traceRecords: GuestRange
    /// Where a sandbox that is the first of its VM has its page tables: at the start of
    /// ``SupervisorLayout/pageTables``, known to the processor only.
    let pageTables: GuestRange
    /// Everything that memory must back.
    let memory: GuestRange
    /// What a VM for this layout sets aside, so that guests of nearly the same size can move into it.
    let reservation: GuestRange
    /// What no snapshot holds: the page tables, which never change, but which the hypervisor may report, since with nested
    /// paging walking them counts as writing them (AMD APM volume 2, section 15.25); and the environment page, which the
    /// host writes anew at every restore.
    static let unsnapshotted = [SupervisorLayout.pageTables, SupervisorLayout.environmentPage]

    init(image: ELFFile, configuration: Sandbox.Configuration) throws(SandboxError) {
        try Self.check(image, against: configuration.imageSize)
        var plan = Plan()
        plan.place("supervisor code", at: SupervisorLayout.code, size: PageSize.small, .supervisorCode)
        plan.place("descriptor tables", at: SupervisorLayout.descriptors, size: PageSize.small, .supervisorData)
        plan.place("interrupt table", at: SupervisorLayout.interruptTable, size: PageSize.small, .supervisorReadOnly)
        plan.place("supervisor stacks", at: SupervisorLayout.stack, size: PageSize.small, .supervisorData)
        plan.place("environment", at: SupervisorLayout.environment, size: PageSize.small, .guestReadOnly)
        plan.place("entry code", at: SupervisorLayout.entry, size: PageSize.small, .guestCode)
        plan.place(
            "initial state", at: SupervisorLayout.initialState, size: SupervisorLayout.initialStateSize, .guestReadOnly)
        for segment in image.segments {
            let access: Access = segment.isExecutable ? .guestCode : segment.isWritable ? .guestData : .guestReadOnly
            let name = segment.isExecutable ? "code" : segment.isWritable ? "data" : "constants"
            try plan.append(name, size: segment.memory.count.rawBits, access, at: segment.memory.start)
        }
        stack = try plan.append(
            "stack", size: configuration.stackSize.bytes, .guestData, guardSize: Self.stackGuardSize)
        log = try plan.append("log buffer", size: configuration.logSize.bytes, .guestData)
        guard let traceSize = configuration.traceSize.bytes.powerOfTwoNotBelow,
            case let (bufferSize, overflow) = traceSize.addingReportingOverflow(UInt64(TraceRing.headerSize)), !overflow
        else { throw Plan.tooLarge }
        trace = try plan.append("trace buffer", size: bufferSize, .guestData)
        traceRecords = GuestRange(from: trace.start, to: GuestAddress(rawBits: trace.start.rawBits + traceSize))
        input = try plan.append(
            "input buffer", size: configuration.inputSize.bytes + Self.answerReserve, .guestData)
        output = try plan.append("output buffer", size: configuration.outputSize.bytes, .guestData)
        heap = try plan.append("heap", size: configuration.heapSize.bytes, .guestData)
        regions = plan.regions
        pageTables = try Self.placePageTables(for: regions)
        let start = SupervisorLayout.code
        guard let memory = heap.end.number.subtracting(start.number).flatMap({ GuestRange(start: start, count: $0) }),
            let size = memory.count.roundedUp(to: Self.reservationUnit(for: memory.count.rawBits)),
            let reservation = GuestRange(start: start, count: size)
        else { throw Plan.tooLarge }
        self.memory = memory
        self.reservation = reservation
    }

    /// How the hypervisor is to see the memory.
    var slots: [MemorySlot] { [MemorySlot(range: reservation, isTracked: true)] }

    private static func check(_ image: ELFFile, against limit: MemorySize) throws(SandboxError) {
        // Of segments that share no page and end within ``ELFFile/addressLimit``.
        let pages = image.segments.compactMap { $0.memory.count.roundedUp(to: PageSize.small)?.rawBits }
        let size = MemorySize(bytes: pages.reduce(0, &+))
        guard size <= limit else {
            throw SandboxError(
                .invalidImage,
                """
                the image's code, constants and variables take \(size) of memory, imageSize allows \(limit): raise it if the \
                image is to have that much
                """)
        }
    }

    private static func placePageTables(for regions: [Region]) throws(SandboxError) -> GuestRange {
        let size = PageTables.pageCount(for: regions) * PageSize.small
        let room = SupervisorLayout.pageTables
        guard let range = room.part(at: 0, count: GuestNumber(size)) else {
            throw Plan.tooLarge
        }
        return range
    }

    /// Memory sizes are rounded up to a multiple of this, an eighth of them or less, for the VM's reservation.
    private static func reservationUnit(for size: UInt64) -> Int {
        let powerOfTwo = Int.bitWidth - 1 - size.leadingZeroBitCount
        return max(PageSize.large, 1 << max(powerOfTwo - 3, 0))
    }

    /// Unmapped addresses under the stack, in bytes: code does not probe its frames, so the guard must be larger than
    /// any that is likely.
    static let stackGuardSize = 8 << 20

    /// Room at the start of the input buffer, in bytes, that arguments never take: an answer to a host call that is
    /// small, or an error, always fits.
    static let answerReserve = UInt64(PageSize.small)

    /// The region that holds `address`, or nil for an unmapped page.
    func region(at address: GuestAddress) -> Region? {
        regions.first { $0.range.contains(address) }
    }
}

/// Places one region after another.
private struct Plan {
    var regions: [SandboxLayout.Region] = []
    private var next: UInt64 = 0

    static let tooLarge = SandboxError(
        .invalidConfiguration, "the sandbox's memory does not fit the address space: choose smaller sizes")

    /// Places one of the supervisor's regions, whose addresses are constants.
    mutating func place(_ name: String, at address: GuestAddress, size: Int, _ access: SandboxLayout.Access) {
        guard let range = GuestRange(start: address, count: GuestNumber(size)) else { return }
        regions.append(SandboxLayout.Region(name: name, range: range, access: access))
        next = range.end.rawBits
    }

    /// Adds a region of whole pages at `fixed`, or after a guard page. Large ones begin and end at large pages, which
    /// keeps their page tables small.
    @discardableResult
    mutating func append(
        _ name: String, size: UInt64, _ access: SandboxLayout.Access, at fixed: GuestAddress? = nil,
        guardSize: Int = PageSize.small
    ) throws(SandboxError) -> GuestRange {
        let alignment = fixed == nil && size >= UInt64(PageSize.large) ? PageSize.large : PageSize.small
        let (guarded, overflow) = next.addingReportingOverflow(UInt64(guardSize))
        guard !overflow, let start = fixed?.rawBits ?? guarded.roundedUp(to: alignment),
            let count = size.roundedUp(to: alignment),
            let range = GuestRange(start: GuestAddress(rawBits: start), count: GuestNumber(count))
        else { throw Self.tooLarge }
        regions.append(SandboxLayout.Region(name: name, range: range, access: access))
        next = range.end.rawBits
        return range
    }
}

extension UInt64 {
    /// The least power of two that is not below, or nil if 64 bits do not hold it.
    fileprivate var powerOfTwoNotBelow: UInt64? {
        guard self > 1 else { return 1 }
        let bits = Self.bitWidth - (self - 1).leadingZeroBitCount
        return bits < Self.bitWidth ? 1 << UInt64(bits) : nil
    }
}
