/// The memory of all guests of this process.
public enum GuestMemory {
    /// What all sandboxes together may have: any amount, by default 1 TiB. From any thread.
    ///
    /// A sandbox whose memory does not fit is not made: ``SandboxError/Code/guestMemoryLimitReached``. A guest's memory takes
    /// none of the machine's until it is written, so a limit above what the machine has makes sense, but does not keep the
    /// machine from running out. A lower limit takes nothing from the sandboxes that there are.
    public static var limit: MemorySize {
        get { budget.limit }
        set { budget.limit = newValue }
    }

    /// What sandboxes have now, and VMs in a ``ShellCache``: each its memory map, and what is reserved behind that for other
    /// guests. From any thread.
    public static var admitted: MemorySize { budget.admitted }

    static let budget = GuestMemoryBudget(limit: .gibibytes(1024))
}
