/// One VM with one vCPU, as a sandbox needs it. Nothing above this protocol knows which hypervisor it is.
///
/// A machine belongs to one sandbox and is used by one thread at a time.
protocol VirtualMachine: AnyObject {
    /// Makes the vCPU ready to begin at `boot`, in ring 0 and 64-bit mode.
    func prepare(_ boot: BootState) throws(HypervisorError)

    /// Enters the guest where it stands, in the registers as they are, and returns at its next exit.
    func run() throws(HypervisorError) -> MachineExit

    /// Enters ring 3 at `entry` with every other general register zero, and returns at the next exit.
    ///
    /// Only right after a plain OUT: any other exit leaves an instruction unfinished.
    func run(_ entry: EntryState) throws(HypervisorError) -> MachineExit

    /// Finishes the OUT that the guest left by, hands it two words, and returns at its next exit.
    func resume(reply: (UInt64, UInt64)) throws(HypervisorError) -> MachineExit

    /// Ends the current run, or the next one if there is none, with ``MachineExit/interrupted``. From any thread.
    func interrupt()

    /// Finds the pages that the guest wrote since the last collection, and starts over.
    ///
    /// Pages that the hypervisor itself wrote or that the processor touched may be among them; none that the guest wrote
    /// is missing. What the host wrote is not included. Only for machines made to track dirty pages.
    func collectDirtyPages(into pages: inout DirtyPages) throws(HypervisorError)

    /// The general registers at the last exit.
    var registers: ProcessorRegisters { get }

    /// The system registers as they are now.
    func systemRegisters() throws(HypervisorError) -> SystemRegisters
}

/// Where and how a vCPU's first instruction runs.
struct BootState {
    var registers: ProcessorRegisters
    /// Physical address of the top-level page table.
    var pageTableRoot: GuestAddress
}

/// The registers with which a call enters the guest.
struct EntryState {
    var instructionPointer: UInt64
    var stackPointer: UInt64
    /// In RDI, RSI and RDX, as the System V ABI passes them.
    var arguments: (UInt64, UInt64, UInt64)
}

/// Why a guest stopped.
enum MachineExit: Equatable {
    /// One 32-bit OUT, whose words travel in RDI and RSI.
    case output(port: UInt16, value: UInt32, words: MachineWords)
    /// Any other port access.
    case portAccess(port: UInt16, isInput: Bool, size: Int, count: Int)
    /// An access to an address that no memory backs.
    case memoryAccess(address: UInt64, isWrite: Bool)
    case halt
    case shutdown
    /// Somebody asked for it; the guest has not noticed.
    case interrupted
    /// The hypervisor could not go on; the code and subcode are its own.
    case failure(reason: UInt32, detail: UInt64)
}

/// The two registers that carry an exit's data.
struct MachineWords: Equatable {
    var first: UInt64
    var second: UInt64
}
