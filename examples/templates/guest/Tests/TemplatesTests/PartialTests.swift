import GuestSDK
import GuestTesting
import Synchronization
import Testing

@testable import TemplatesGuest

struct PartialTests {
    // sample: host-function
    @Test func theHostSuppliesPartials() throws {
        var host = HostFunctions()
        host.register("loadPartial") { (name: String) -> String in "[\(name) for {{who}}]" }
        let page = try withHostFunctions(host) { try render("{{> a}}, {{#who}}{{> b}}{{/who}}", #"{"who": "Ada"}"#) }
        #expect(page == "[a for Ada], [b for Ada]")
    }
    // end sample

    @Test func aPartialIsAskedForOnce() throws {
        let names = Recorder()
        var host = HostFunctions()
        host.register("loadPartial") { (name: String) -> String in
            names.record(name)
            return "{{.}}"
        }
        let page = try withHostFunctions(host) { try render("{{#n}}{{> a}}{{/n}}{{> b}}", #"{"n": [1, 2, 3]}"#) }
        #expect(page == "123")
        #expect(names.all == ["a", "b"])
    }

    @Test func aPartialMayIncludeItselfWhereDataEnd() throws {
        var host = HostFunctions()
        host.register("loadPartial") { (_: String) -> String in "({{#child}}{{> node}}{{/child}}{{^child}}.{{/child}})"
        }
        let data = #"{"child": {"child": {"child": false}}}"#
        #expect(try withHostFunctions(host) { try render("{{> node}}", data) } == "(((.)))")
    }

    @Test func aPartialThatCannotBeReadIsNamed() {
        var host = HostFunctions()
        host.register("loadPartial") { (_: String) -> String in "\n{{#a}}" }
        let error = #expect(throws: TemplateError.self) { try withHostFunctions(host) { try render("{{> p}}", "{}") } }
        #expect(error?.message == "the partial p, line 2: the section a does not end")
    }

    @Test func aPartialThatTheHostRefusesIsNamed() {
        var host = HostFunctions()
        host.register("loadPartial") { (name: String) throws -> String in throw Refusal() }
        let error = #expect(throws: TemplateError.self) { try withHostFunctions(host) { try render("{{> p}}", "{}") } }
        #expect(error?.code == 3)
        #expect(error?.message.hasPrefix("the partial p: ") == true)
    }

    private struct Refusal: Error {}

    private final class Recorder: Sendable {
        private let names = Mutex<[String]>([])

        func record(_ name: String) { names.withLock { $0.append(name) } }
        var all: [String] { names.withLock { $0 } }
    }
}
