import HTTPTypes
import HostRuntime
import Hummingbird
import Logging
import SandboxPooling

/// What a client is told, and how that counts.
struct Answer {
    let outcome: Statistics.Outcome
    private let status: HTTPResponse.Status
    private let text: String

    private init(_ outcome: Statistics.Outcome, _ status: HTTPResponse.Status, _ text: String) {
        self.outcome = outcome
        self.status = status
        self.text = text
    }

    static func result(_ text: String) -> Answer { Answer(.answered, .ok, text) }

    var response: Response {
        var headers: HTTPFields = [.contentType: "text/plain; charset=utf-8", .xContentTypeOptions: "nosniff"]
        if outcome == .overloaded { headers[.retryAfter] = "1" }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    // sample: answer
    /// The reason in a few words that say nothing of the server; the log has the rest.
    init(for error: any Error, logger: Logger) {
        switch error {
        case let refusal as Refusal: self.init(.refused, refusal.status, refusal.text)
        case is TimeIsOver: self = .tooLate
        case is CancellationError: self = .toNobody
        case let error as SandboxPoolError: self.init(for: error, logger)
        case let error as SandboxError: self.init(for: error, logger)
        default:
            logger.error("a request failed: \(error)")
            self.init(.failed, .internalServerError, "the server failed")
        }
    }

    private init(for error: SandboxPoolError, _ logger: Logger) {
        switch error.code {
        case .tooManyWaiters, .timedOut, .shuttingDown: break
        case .invalidConfiguration, .creationFailed: logger.error("no sandbox for a request: \(error)")
        }
        self.init(.overloaded, .serviceUnavailable, "the server is busy")
    }

    private init(for error: SandboxError, _ logger: Logger) {
        switch error.code {
        case .deadlineExceeded: self = .tooLate
        case .cancelled: self = .toNobody
        case .guestError:
            // The guest refuses what it was sent, and its words are for whoever sent it.
            self.init(.refused, .unprocessableContent, error.guestError?.message ?? "")
        case .hostFunctionFailed where error.cause is UnknownKey:
            self.init(.refused, .unprocessableContent, "the request names something that is not known here")
        case .hostFunctionFailed, .aborted, .outOfMemory, .stackOverflow, .fault, .protocolViolation, .limitExceeded,
            .resultTooLarge:
            logger.warning("a guest failed: \(error)")
            self.init(.failed, .badGateway, "the function failed")
        default:
            logger.error("a call failed: \(error)")
            self.init(.failed, .internalServerError, "the server failed")
        }
    }

    private static let tooLate = Answer(.deadlineExceeded, .gatewayTimeout, "the time was over")
    /// The client has left: no matter what it is told.
    private static let toNobody = Answer(.cancelled, .serviceUnavailable, "")
    // end sample
}
