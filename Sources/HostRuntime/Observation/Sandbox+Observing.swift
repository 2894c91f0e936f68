// These are not inlined: what goes on in an unobserved sandbox is not to become slower by what it does not need.

extension Sandbox {
    /// Runs a call, and tells the observer of it.
    @inline(never)
    func observeCall(
        of function: GuestFunctionEntry, _ body: () throws(SandboxError) -> Void
    ) throws(SandboxError) {
        guard let observed = ObservedCall(of: function, on: self) else { return try body() }
        do throws(SandboxError) {
            try body()
        } catch {
            observed.ended(error.code, on: self)
            throw error
        }
        observed.ended(nil, on: self)
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
