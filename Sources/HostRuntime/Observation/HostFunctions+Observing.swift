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
        return HostFunction(signature: signature) {
            [invoke] (call, buffer) throws(HostCallFailure) in
            let watch = Stopwatch()
            func ended(threw: Bool) {
                observer.hostFunctionEnded(
                    SandboxObservation.HostFunction(name: name, duration: watch.elapsed, threw: threw))
            }
            do throws(HostCallFailure) {
                let range = try invoke(call, buffer)
                ended(threw: false)
                return range
            } catch {
                switch error {
                case .arguments: break  // It has not run.
                case .thrown: ended(threw: true)
                case .result: ended(threw: false)
                }
                throw error
            }
        }
    }
}
