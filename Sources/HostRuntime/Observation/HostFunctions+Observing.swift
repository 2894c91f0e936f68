internal import Wire

extension HostFunctions {
    /// The same functions, of each run of which `observer` is told.
    func observed(by observer: (any SandboxObserver)?) -> HostFunctions {
        guard let observer else { return self }
        var observed = self
        observed.functions = functions.mapValues { $0.observed(by: observer) }
        return observed
    }
}

extension HostFunction {
    fileprivate func observed(by observer: any SandboxObserver) -> HostFunction {
        let name = signature.name
        @Sendable func ended(_ watch: Stopwatch, threw: Bool) {
            observer.hostFunctionEnded(
                SandboxObservation.HostFunction(name: name, duration: watch.elapsed, threw: threw))
        }
        var observed = HostFunction(signature: signature) {
            [invoke] (call, buffer, sandbox) throws(HostCallFailure) in
            let watch = Stopwatch()
            do throws(HostCallFailure) {
                let range = try invoke(call, buffer, sandbox)
                ended(watch, threw: false)
                return range
            } catch {
                switch error {
                case .arguments: break  // It has not run.
                case .thrown: ended(watch, threw: true)
                case .result: ended(watch, threw: false)
                }
                throw error
            }
        }
        guard let prepare else { return observed }
        observed.prepare = { (call, sandbox) throws(HostCallFailure) in
            let body = try prepare(call, sandbox)
            return {
                let watch = Stopwatch()
                let outcome = await body()
                if case .threw = outcome { ended(watch, threw: true) } else { ended(watch, threw: false) }
                return outcome
            }
        }
        return observed
    }
}
