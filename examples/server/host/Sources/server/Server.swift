import Glibc
import HostRuntime
import Hummingbird
import Logging
import SandboxPooling
import SandboxPoolingLifecycle
import ServiceLifecycle

/// Answers each HTTP request by a call of a guest, in a sandbox of its own.
@main
struct Server {
    static func main() async throws {
        guard let options = Options(CommandLine.arguments) else {
            print(Options.usage)
            exit(2)
        }
        try OpenFiles.allowAll()
        let logger = Logger(label: "server")
        let statistics = Statistics()
        let store = Store(statistics: statistics, logger: logger)
        let image = try GuestImage(contentsOf: .init(options.image))
        let pool = try makePool(for: image, hostFunctions: hostFunctions(of: store), options)

        let router = Router(context: ServerContext.self)
        router.get("health") { _, _ in "ok\n" }
        router.get("statistics") { _, _ in statistics.report(on: pool) }
        FunctionRoute(functions: image.functions, pool: pool, statistics: statistics).add(to: router)

        let application = Application(
            router: router,
            server: .http1(
                configuration: .init(additionalChannelHandlers: [ClientWatch()], idleTimeout: .seconds(30))),
            configuration: .init(
                address: .hostname("127.0.0.1", port: options.port),
                backlog: 1024,
                availableConnectionsDelegate: .maximum(4096, logger: logger)),
            onServerRunning: { channel in
                print("listening on 127.0.0.1:\(channel.localAddress?.port ?? options.port)")
                fflush(nil)
            },
            logger: logger)

        // sample: shutdown
        // Services are shut down from the last to the first: the server lets the requests that it has be answered, each by
        // its deadline at the latest, and then the pool closes its sandboxes.
        var configuration = ServiceGroupConfiguration(
            services: [pool, application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = FunctionRoute.longestTimeout + .seconds(5)
        try await ServiceGroup(configuration: configuration).run()
        // end sample
    }
}
