import ArgumentParser
import Foundation
import HostRuntime

/// A command whose results and failures a person or a program can read.
protocol ReportingCommand: ParsableCommand {
    var output: OutputOptions { get }

    /// Does the command's work. Tests call it with a console of their own.
    ///
    /// - Throws: ``CommandFailure``.
    func perform(on console: Console) throws
}

struct OutputOptions: ParsableArguments {
    @Flag(help: "Print one JSON document, for programs. Failures are one, too.")
    var json = false
}

extension ReportingCommand {
    func run() throws {
        let console = Console.standard
        do {
            try perform(on: console)
        } catch let failure as CommandFailure {
            console.report(failure, asJSON: output.json)
            throw ExitCode(failure.status.rawValue)
        }
    }
}

extension Console {
    func report(_ failure: CommandFailure, asJSON: Bool) {
        if asJSON {
            output(JSONText.of(FailureDocument(failure)))
        } else {
            errors("error: \(failure.message.printableParagraph)")
            for line in FaultFrame.text(failure.backtrace) { errors("       \(line.printable)") }
            if let advice = failure.advice { errors("help: \(advice.printableParagraph)") }
        }
    }
}

/// What a program reads of a failure.
private struct FailureDocument: Encodable {
    struct Failure: Encodable {
        let code: String
        let message: String
        let help: String?
        let guestError: GuestError?
        let backtrace: [FaultFrame]?
    }

    struct GuestError: Encodable {
        let code: UInt64
        let message: String
    }

    let error: Failure

    init(_ failure: CommandFailure) {
        error = Failure(
            code: failure.code, message: failure.message, help: failure.advice,
            guestError: failure.guestError.map { GuestError(code: $0.code, message: $0.message) },
            backtrace: failure.backtrace.isEmpty ? nil : failure.backtrace)
    }
}
