/// One VM with one vCPU, as a sandbox needs it. Nothing above this protocol knows which hypervisor it is.
///
/// A machine belongs to one sandbox and is used by one thread at a time.
protocol VirtualMachine: AnyObject {
    /// Puts a new vCPU into ring 0 and 64-bit mode.
    func prepare(pageTableRoot: GuestAddress) throws(HypervisorError)

    /// Enters the guest where it stands, in the registers as they are, and returns at its next exit.
    func run() throws(HypervisorError) -> MachineExit

    /// Enters the guest with these registers, in the ring that it stands in, and returns at the next exit.
    ///
    /// Only in a new vCPU, right after a plain OUT, or when it is settled: any other exit leaves an instruction unfinished
    /// that would go on in the new registers.
    func run(from registers: ProcessorRegisters) throws(HypervisorError) -> MachineExit

    /// Finishes the OUT that the guest left by, hands it two words, and returns at its next exit.
    func resume(reply: MachineWords) throws(HypervisorError) -> MachineExit

    /// Finishes or drops whatever the guest was at when it left, so that it can be entered anew. Guest memory may change.
    ///
    /// - Returns: The ring that the vCPU stands in, or nil if it can't be used any more.
    func settle() throws(HypervisorError) -> PrivilegeLevel?

    /// Ends the current run, or the next one if there is none, with ``MachineExit/interrupted``. From any thread.
    func interrupt()

    /// Forgets an interruption that was for a run that is over. Not during a run.
    func withdrawInterruption()

    /// Adds the pages that the guest may have written: all that it did write since they were protected the last time, and
    /// none that it cannot have written without being reported.
    ///
    /// Pages that the hypervisor itself wrote or that the processor touched may be among them. What the host wrote is not
    /// included. Only for machines made to track dirty pages. When it fails, some may have been added; those need not come
    /// again, the others will.
    func readDirtyPages(into pages: inout PageSet) throws(HypervisorError)

    /// Protects pages, so that the next write to each of them is noticed, and forgets that they were written.
    ///
    /// A page that is not protected stays writable for the guest, and stays reported. When it fails, some may be protected.
    func protect(_ pages: PageSet) throws(HypervisorError)

    /// The general registers at the last exit.
    var registers: ProcessorRegisters { get }

    /// RIP at the last exit.
    var instructionPointer: GuestAddress { get }

    /// How the guest's time-stamp counter runs, as far as the hypervisor knows.
    var timeStampCounter: TimeStampCounterReport { get }

    /// The system registers as they are now.
    func systemRegisters() throws(HypervisorError) -> SystemRegisters
}

/// What a hypervisor says about a guest's time-stamp counter; nil where it does not know.
struct TimeStampCounterReport: Equatable, Sendable {
    /// Ticks in a second.
    var frequency: UInt64?
    /// What the guest reads less what the host reads.
    var offset: Int64?
}

/// Why a guest stopped.
enum MachineExit: Equatable {
    /// One 32-bit OUT, whose words travel in RDI and RSI.
    case output(port: UInt16, value: UInt32, words: MachineWords)
    /// Any other port access.
    case portAccess(port: UInt16, isInput: Bool, size: Int, count: Int)
    /// An access to an address that no memory backs.
    case memoryAccess(address: GuestAddress, isWrite: Bool)
    case halt
    case shutdown
    /// Somebody asked for it; the guest has not noticed.
    case interrupted
    /// The hypervisor could not go on; the code and subcode are its own.
    case failure(reason: UInt32, detail: UInt64)
}

/// The two registers that carry the data of an exit or of an entry.
struct MachineWords: Equatable {
    var first: GuestNumber
    var second: GuestNumber

    static var none: MachineWords { MachineWords(first: 0, second: 0) }
}

extension MachineWords {
    /// Where something is.
    @inline(__always)
    init(_ place: GuestRange) { self.init(first: place.start.number, second: place.count) }

    /// Where something is, by the guest's word; nil if its end wraps.
    @inline(__always)
    var place: GuestRange? { GuestRange(start: GuestAddress(first), count: second) }
}
