import ArgumentParser
import HostRuntime
import SystemPackage

/// `swiftlet inspect`.
struct Inspect: ReportingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what a guest image holds, without running it.",
        discussion: """
            Shows the ABI version, the functions with their types, what is loaded where and with which permissions, \
            the memory that a sandbox has, and what the image's size is made up of.

            An image of another ABI version is shown as far as it can be understood; the exit status is then 65.

            Examples:
              swiftlet inspect MyGuest
              swiftlet inspect MyGuest --symbols 50 --heap-size 64MiB
              swiftlet inspect MyGuest --json | jq -r '.functions[].signature'
            """)

    /// What names can cost in time and memory, with a hostile image.
    private static let symbolLimit = 10_000

    @Argument(help: "The guest image.", completion: .file())
    var guest: String

    @Option(help: "How many of the largest functions and objects to list: 0 to 10000.")
    var symbols = 20

    @OptionGroup(title: "Sandbox options") var sizes: SandboxSizes
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (0...Self.symbolLimit).contains(symbols) else {
            throw ValidationError("--symbols is \(symbols), it can be 0 to \(Self.symbolLimit).")
        }
    }

    func perform(on console: Console) throws {
        let document: InspectionDocument
        do throws(SandboxError) {
            document = try InspectionDocument(
                of: ImageInspection(contentsOf: FilePath(guest)), file: guest, configuration: sizes.configuration(),
                symbolCount: symbols)
        } catch {
            throw CommandFailure(error)
        }
        console.output(output.json ? JSONText.of(document) : document.text)
        guard let refusal = document.refusal else { return }
        if !output.json { console.errors("error: \(refusal.printableParagraph)") }
        // Not a failure to be reported: what there is to say was said.
        throw ExitCode(ExitStatus.invalidData.rawValue)
    }
}
