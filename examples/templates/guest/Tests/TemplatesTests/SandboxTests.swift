import GuestTesting
import Testing

/// What the sandbox stops, and that the next page is made all the same.
struct SandboxTests {
    private let sandbox: Sandbox
    private let clean: Snapshot

    init() throws {
        var host = HostFunctions()
        host.register("loadPartial") { (name: String) throws -> String in
            guard name == "again" else { throw Refusal(name: name) }
            return "{{> again}}"
        }
        sandbox = try Sandbox(guest: .image(GuestImage(built: "TemplatesGuest")), hostFunctions: host)
        clean = try sandbox.snapshot()
    }

    @Test(arguments: [
        (
            String(repeating: "{{#n}}", count: 5) + "flood, flood, flood" + String(repeating: "{{/n}}", count: 5),
            SandboxError.Code.outOfMemory
        ),
        (
            String(repeating: "{{#n}}", count: 4) + "flood, flood, flood" + String(repeating: "{{/n}}", count: 4),
            .resultTooLarge
        ),
        (String(repeating: "{{#n}}", count: 4000), .stackOverflow),
        ("{{> again}}", .stackOverflow),
        ("{{#n}}", .guestError),
    ])
    func aTemplateThatWantsTooMuchIsStopped(template: String, code: SandboxError.Code) throws {
        let error = #expect(throws: SandboxError.self) { try page(template) }
        #expect(error?.code == code)
        #expect(try page("{{#n}}{{.}}{{/n}}") == "1234567890")
    }

    @Test func deepDataAreStopped() throws {
        let error = #expect(throws: SandboxError.self) { try page("", data: String(repeating: "[", count: 30_000)) }
        #expect(error?.code == .stackOverflow)
        #expect(try page("again") == "again")
    }

    @Test func theHostsOwnErrorComesBack() throws {
        let error = #expect(throws: SandboxError.self) { try page("{{> missing}}") }
        #expect(error?.code == .hostFunctionFailed)
        #expect(error?.cause as? Refusal == Refusal(name: "missing"))
    }

    private struct Refusal: Error, Equatable {
        let name: String
    }

    private func page(_ template: String, data: String = #"{"n": [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]}"#) throws -> String {
        try sandbox.call("render", template, data, thenRestoringTo: clean)
    }
}
