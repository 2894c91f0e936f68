// These are not inlined: what goes on in an unobserved sandbox is not to become slower by what it does not need.

extension Sandbox {
    /// Runs a call, and tells the observer of it.
    @inline(never)
    func observeCall(
        of function: GuestFunctionEntry, by observer: any SandboxObserver, _ body: () throws(SandboxError) -> Void
    ) throws(SandboxError) {
        // A closed sandbox does nothing that an observer could be told of.
        guard resources != nil else { return try body() }
        let before = statistics
        let watch = Stopwatch()
        func tell(_ error: SandboxError?) {
            observer.callEnded(
                SandboxObservation.Call(
                    functionName: function.entry.signature.name, duration: watch.elapsed,
                    exits: statistics.entries - before.entries, hostCalls: statistics.hostCalls - before.hostCalls,
                    error: error?.code))
        }
        do throws(SandboxError) {
            try body()
        } catch {
            tell(error)
            throw error
        }
        tell(nil)
    }

    /// Makes a restore, and tells the observer of it.
    ///
    /// - Parameter body: Returns how many pages were written.
    @inline(never)
    func observeRestore(
        by observer: any SandboxObserver, _ body: () throws(SandboxError) -> Int
    ) throws(SandboxError) {
        let watch = Stopwatch()
        let pages: Int
        do throws(SandboxError) {
            pages = try body()
        } catch {
            observer.restoreEnded(.init(duration: watch.elapsed, pages: 0, error: error.code))
            throw error
        }
        observer.restoreEnded(.init(duration: watch.elapsed, pages: pages, error: nil))
    }

    /// Takes a snapshot, and tells the observer of it.
    @inline(never)
    func observeSnapshot(
        by observer: any SandboxObserver, _ body: () throws(SandboxError) -> Snapshot
    ) throws(SandboxError) -> Snapshot {
        let watch = Stopwatch()
        let snapshot: Snapshot
        do throws(SandboxError) {
            snapshot = try body()
        } catch {
            observer.snapshotEnded(.init(duration: watch.elapsed, pages: 0, error: error.code))
            throw error
        }
        observer.snapshotEnded(.init(duration: watch.elapsed, pages: snapshot.copiedPages, error: nil))
        return snapshot
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
