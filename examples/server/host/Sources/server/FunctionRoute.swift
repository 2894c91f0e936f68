import HTTPTypes
import HostRuntime
import Hummingbird
import NIOCore
import SandboxPooling

/// `POST /functions/NAME`: the body is the function's argument, its result the answer.
struct FunctionRoute: Sendable {
    static let longestTimeout = Duration.seconds(60)
    static let usualTimeout = Duration.seconds(2)
    /// Half of what the sandbox's buffer for arguments holds.
    static let largestBody = 32 * 1024

    private let functions: Set<String>
    private let pool: SandboxPool
    private let statistics: Statistics

    /// Those functions that take a text and return one.
    init(functions: [FunctionSignature], pool: SandboxPool, statistics: Statistics) {
        self.functions = Set(functions.filter { $0.parameters == [.string] && $0.result == .string }.map(\.name))
        self.pool = pool
        self.statistics = statistics
    }

    func add(to router: Router<ServerContext>) {
        router.post("functions/:name", use: respond)
    }

    // sample: respond
    @Sendable private func respond(to request: Request, context: ServerContext) async throws -> Response {
        statistics.requestBegins()
        let answer: Answer
        do {
            let name = try context.parameters.require("name")
            let client = try await ClientWatch.client(of: context.channel)
            answer = .result(try await client.whileHere { try await call(name, for: request, context.id) })
        } catch {
            answer = Answer(for: error, logger: context.logger)
        }
        statistics.requestEnds(answer.outcome)
        return answer.response
    }
    // end sample

    // sample: call
    /// One deadline is for everything: to read the body, to wait for a sandbox, and to call.
    private func call(_ name: String, for request: Request, _ id: String) async throws -> String {
        guard functions.contains(name) else { throw Refusal.unknownFunction }
        let deadline = try deadline(of: request)
        return try await withTimeLimit(until: deadline) {
            let text = try await text(of: request)
            return try await pool.withSandbox { sandbox in
                sandbox.hostContext[RequestIDKey.self] = id
                return try await sandbox.call(name, text, deadline: deadline)
            }
        }
    }
    // end sample

    private func deadline(of request: Request) throws(Refusal) -> Deadline {
        guard let text = request.headers[.timeoutMilliseconds] else { return .now + Self.usualTimeout }
        guard let number = Int32(text), number > 0 else { throw .malformedTimeout }
        return .now + min(.milliseconds(number), Self.longestTimeout)
    }

    // sample: body
    /// Whatever a client sends: as much as is allowed, and only if it is text.
    private func text(of request: Request) async throws -> String {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: Self.largestBody)
        } catch is NIOTooManyBytesError {
            throw Refusal.bodyTooLarge
        } catch  where !(error is CancellationError) {
            throw Refusal.malformedBody
        }
        // A body whose reading was cancelled looks like one that has ended.
        try Task.checkCancellation()
        guard let text = String(validating: body.readableBytesView, as: UTF8.self) else { throw Refusal.bodyIsNoText }
        return text
    }
    // end sample
}

extension HTTPField.Name {
    /// How long the client will wait, a whole number. The force is for the name alone, which is a token as HTTP wants it.
    // swift-format-ignore: NeverForceUnwrap
    static let timeoutMilliseconds = HTTPField.Name("Timeout-Milliseconds")!
}
