import HostRuntime
import SandboxPooling

// sample: host-functions
/// Which request a guest is called for.
enum RequestIDKey: HostContextKey {
    typealias Value = String
}

func hostFunctions(of store: Store) -> HostFunctions {
    var hostFunctions = HostFunctions()
    hostFunctions.register("lookUp") { (context: HostCallContext, key: String) async throws -> String in
        try await store.value(for: key, request: context[RequestIDKey.self])
    }
    return hostFunctions
}
// end sample

// sample: pool
/// One sandbox is started; those that requests get are made from its snapshot.
func makePool(for image: GuestImage, hostFunctions: HostFunctions, _ options: Options) throws -> SandboxPool {
    var configuration = Sandbox.Configuration()
    // A request may wait for long, but none has a thread for long that others need.
    configuration.limits.processorTimePerCall = .seconds(5)
    configuration.limits.hostCallsPerCall = 1000
    configuration.limits.logBytesPerCall = .kibibytes(16)
    let sandbox = try Sandbox(guest: .image(image), configuration: configuration, hostFunctions: hostFunctions)
    return try SandboxPool(
        snapshot: try sandbox.snapshot(), hostFunctions: hostFunctions,
        configuration: .init(
            maximumSize: options.sandboxes,
            minimumIdle: min(4, options.sandboxes),
            maximumIdle: min(32, options.sandboxes),
            maximumWaiters: options.line,
            waitTimeout: .seconds(1),
            name: "functions"))
}
// end sample
