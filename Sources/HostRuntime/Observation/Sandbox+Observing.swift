// What goes on in an unobserved sandbox must cost nothing: each of these asks whether there is an observer before all else.

extension Sandbox {
    /// Where an observed call began.
    struct ObservedCall {
        let watch = Stopwatch()
        let entries: UInt64
        let hostCalls: UInt64
    }

    /// Nil if nobody is to be told of the call.
    @inline(__always)
    func beginObservedCall() -> ObservedCall? {
        // A closed sandbox does nothing that an observer could be told of.
        guard observer != nil, resources != nil else { return nil }
        return ObservedCall(entries: statistics.entries, hostCalls: statistics.hostCalls)
    }

    @inline(__always)
    func end(_ call: ObservedCall?, of function: GuestFunctionEntry, _ error: SandboxError? = nil) {
        guard let call, let observer else { return }
        observer.callEnded(
            SandboxObservation.Call(
                functionName: function.entry.signature.name, duration: call.watch.elapsed,
                exits: statistics.entries - call.entries, hostCalls: statistics.hostCalls - call.hostCalls,
                error: error?.code))
    }

    /// Starts to time a restore or a snapshot, if anybody is to be told of it.
    @inline(__always)
    func beginObserving() -> Stopwatch? {
        observer == nil ? nil : Stopwatch()
    }

    @inline(__always)
    func endRestore(_ watch: Stopwatch?, pages: Int, _ error: SandboxError? = nil) {
        guard let watch, let observer else { return }
        observer.restoreEnded(
            SandboxObservation.Restore(duration: watch.elapsed, pages: pages, error: error?.code))
    }

    @inline(__always)
    func endSnapshot(_ watch: Stopwatch?, pages: Int, _ error: SandboxError? = nil) {
        guard let watch, let observer else { return }
        observer.snapshotEnded(
            SandboxObservation.Snapshot(duration: watch.elapsed, pages: pages, error: error?.code))
    }

    /// From now on the observer is told. It learns first that there is a sandbox, so that it is also told when there is
    /// none any more.
    func observe(_ creation: ObservedCreation?, from origin: SandboxObservation.Creation.Origin) {
        guard let creation else { return }
        observer = creation.observer
        creation.observer.sandboxMade(
            SandboxObservation.Creation(origin: origin, duration: creation.watch.elapsed))
    }

    /// The beginning of an initializer.
    struct ObservedCreation {
        let observer: any SandboxObserver
        let watch = Stopwatch()

        /// Nil without an observer.
        init?(for observer: (any SandboxObserver)?) {
            guard let observer else { return nil }
            self.observer = observer
        }
    }
}
