public import Logging
internal import Wire

/// A guest in a micro-VM of its own.
///
/// A sandbox belongs to one thread or task at a time: it is not `Sendable`, and should two reach it all the same, the second
/// one's call throws an error. State of the guest persists from call to call.
///
/// An actor can do other things while it awaits a call. Meanwhile other calls are refused too, what is set takes effect from the
/// next call on, and what was counted is as before the call. How the call itself is watched cannot be changed then: to set the log
/// level, the tracing or the measuring, or to ask for a memory profile, is an error in the program.
///
/// <!-- sample: Sources/HostRuntime/HostRuntime.docc/Tutorials/Steps/host-2.swift -->
/// ```swift
/// import HostRuntime
///
/// let image = try GuestImage(contentsOf: .init(CommandLine.arguments[1]))
///
/// var hostFunctions = HostFunctions()
/// hostFunctions.register("worth") { (word: String) -> Int32 in
///     word == "swift" ? 10 : 1
/// }
///
/// let sandbox = try Sandbox(guest: .image(image), hostFunctions: hostFunctions)
/// let score: Int32 = try sandbox.call("score", "a swift guest")
/// print("the score is \(score)")
/// ```
public final class Sandbox {
    /// The guest's program.
    public let image: GuestImage
    /// The least severe level that reaches the logger. The guest knows it, and does not even write what nobody wants.
    public var logLevel: Logger.Level {
        get { log.level }
        set {
            requireOwnUse()
            log.level = newValue
            resources?.setLogLevel(newValue)
        }
    }
    /// What the guest may make the host do, from the next call on. A restore does not change it.
    @exclusivity(unchecked) public var limits: Limits
    /// Whose threads run the guest in asynchronous calls, from the next call on. By default ``GuestExecutor/shared``.
    @exclusivity(unchecked) public var executor = GuestExecutor.shared
    /// What host functions find in their ``HostCallContext``, from the next call on. Empty at first.
    @exclusivity(unchecked) public var hostContext = HostContextValues()
    /// Tells this sandbox from the others of the process.
    public let id = ID()
    /// What the guest's start code, if it ran in this sandbox, and all calls have taken that were measured, as
    /// ``measuresUsage`` says. Restores do not undo the counting.
    @exclusivity(unchecked) public internal(set) var usage = Usage()

    /// What the sandbox has done so far; for others, ``statistics``.
    @exclusivity(unchecked) var counts = Statistics()
    /// The same before the running call of a task.
    @exclusivity(unchecked) var countsBeforeCall = Statistics()
    /// What ``hostContext`` was when the running call of a task began; nil while there is none.
    @exclusivity(unchecked) var callContext: HostContextValues?
    let gate = CallGate()
    /// Ends the running call from other threads.
    let control = CallControl()
    let hostFunctions: HostFunctionTable
    private let shells: ShellCache?
    // The gate lets nobody in twice. Checking that at each access again took a sixth of a call's work.
    @exclusivity(unchecked) var log: GuestLog
    /// Nil once the sandbox is closed.
    @exclusivity(unchecked) var resources: SandboxResources?
    /// What made the guest's state unknown, if anything did.
    @exclusivity(unchecked) var poison: SandboxError?
    /// What host functions threw during the running call; the guest names them by number.
    @exclusivity(unchecked) var thrownErrors = ThrownErrors()
    /// Where the trace goes, also while it is switched off.
    @exclusivity(unchecked) var trace: SandboxTrace?
    /// The same, or nil while nothing is recorded.
    @exclusivity(unchecked) var activeTrace: SandboxTrace?
    /// Records what the guest tells of its memory; nil while nobody wants to know.
    @exclusivity(unchecked) var memoryProfiler: MemoryProfiler?
    /// Measures what calls take; nil while nobody wants to know.
    @exclusivity(unchecked) var usageMeter: UsageMeter?
    /// End of the input buffer's free part: the running call's message lies above.
    @exclusivity(unchecked) var inputLimit = GuestAddress(0)
    /// What ``counts`` may show before the running call has exceeded a limit.
    @exclusivity(unchecked) var budget = CallBudget()
    /// Who is told what the sandbox does. Nil until it is made: nobody is told that one ends which never began.
    @exclusivity(unchecked) var observer: (any SandboxObserver)?

    /// Makes a micro-VM, loads the guest and runs its start code.
    ///
    /// - Parameters:
    ///   - guest: The image. Load it once as a ``GuestImage`` to make many sandboxes from it.
    ///   - configuration: Sizes and logging.
    ///   - hostFunctions: What the guest may call; all that the image imports must be among them.
    /// - Throws: ``SandboxError``: the image, the configuration or the host functions do not fit, the machine has no
    ///   hypervisor, or the guest's start code failed.
    public convenience init(
        guest: GuestSource, configuration: Configuration = Configuration(),
        hostFunctions: HostFunctions = HostFunctions()
    ) throws(SandboxError) {
        try self.init(
            guest: guest, configuration: configuration, hostFunctions: hostFunctions,
            makeMachine: KVMVirtualMachine.init)
    }

    convenience init(
        guest: GuestSource, configuration: Configuration, hostFunctions: HostFunctions,
        budget: GuestMemoryBudget = GuestMemory.budget, makeMachine: @escaping SandboxShell.MakeMachine
    ) throws(SandboxError) {
        let creation = ObservedCreation(for: configuration.observer)
        try configuration.validate()
        let blueprint = try SandboxBlueprint(image: guest.load(), configuration: configuration)
        try self.init(
            image: blueprint.image, hostFunctions: hostFunctions.observed(by: configuration.observer),
            limits: configuration.limits, logger: configuration.logger, tracing: configuration.tracing
        ) { (logLevel) throws(HypervisorError) in
            try SandboxResources(
                blueprint: blueprint, tracksDirtyPages: configuration.tracksDirtyPages, logLevel: logLevel,
                isTimed: configuration.tracing != nil, budget: budget, makeMachine: makeMachine)
        }
        if configuration.profilesMemory { startMemoryProfile() }
        measuresUsage = configuration.measuresUsage
        try start(within: configuration.startTimeout)
        observe(creation, from: .image)
    }

    /// - Parameters:
    ///   - shells: Where the shell comes from, if it has one, and goes to.
    ///   - makeResources: Takes the log's level.
    init(
        image: GuestImage, hostFunctions: HostFunctions, limits: Limits, logger: Logger, shells: ShellCache? = nil,
        tracing: Tracing? = nil,
        makeResources: (Logger.Level) throws(HypervisorError) -> SandboxResources
    ) throws(SandboxError) {
        self.image = image
        self.limits = limits
        self.shells = shells
        self.hostFunctions = HostFunctionTable(hostFunctions)
        try self.hostFunctions.validate(imports: image.hostFunctions)
        log = GuestLog(logger: logger)
        do throws(HypervisorError) {
            resources = try makeResources(log.level)
        } catch {
            throw SandboxError(hypervisor: error)
        }
        control.setMachine(resources?.machine)
        self.tracing = tracing
        if let times = resources?.bootTimes { activeTrace?.boot(times) }
    }

    deinit { retire() }

    /// Frees the micro-VM and its memory now rather than with the last reference. Closing twice does nothing.
    ///
    /// - Throws: ``SandboxError`` with code `busy` when the sandbox is in use, also by the caller.
    public func close() throws(SandboxError) {
        try enter()
        defer { leave() }
        retire()
    }

    private func retire() {
        guard let resources else { return }
        control.setMachine(nil)
        trace?.flush()
        (trace, activeTrace) = (nil, nil)
        shells?.put(resources.shell, isAtRest: poison == nil)
        self.resources = nil
        observer?.sandboxClosed()
    }

    /// What the sandbox has done so far. While somebody awaits a call of it, what it had done before.
    public var statistics: Statistics { gate.isTaskElsewhere ? countsBeforeCall : counts }

    /// Stops a program that is about to change what a thread is using for a call that some task awaits.
    func requireOwnUse() {
        precondition(
            !gate.isTaskElsewhere,
            "a task awaits a call of this sandbox: do not change how it is watched before that is over")
    }

    /// Why the sandbox cannot be called, if it cannot: an earlier call ended in a way that left the guest's state unknown.
    /// Restoring a snapshot, and nothing else, makes it usable again.
    public var poisonedBy: SandboxError? { poison }
}
