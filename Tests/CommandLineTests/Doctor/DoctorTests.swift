import ArgumentParser
import Foundation
import HostRuntime
import SystemPackage
import Testing

@testable import SwiftletCommand

@Suite("swiftlet doctor")
struct DoctorTests {
    /// What the doctor has to say beyond `ok`.
    private func complaints(_ facts: MachineFacts, forBuilding: Bool = false) -> [Finding] {
        facts.findings(forBuilding: forBuilding).filter { $0.state != .ok }
    }

    @Test func aMachineThatLacksNothing() throws {
        #expect(complaints(.complete, forBuilding: true) == [])
        let console = RecordedConsole()
        try Doctor.parse(["--for-building"]).report(.complete, on: console.console)
        let lines = console.text.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("ok       /dev/kvm") && $0.hasSuffix("  root:kvm, mode 660") })
        #expect(lines.contains { $0.hasSuffix("  2.3 µs (median), 2.0 ms (99th percentile)") })
        #expect(lines.last == "Nothing is missing.")
    }

    @Test func noDevice() {
        var facts = MachineFacts.complete
        facts.device = nil
        facts.kvm = .failure(KVMReport.Obstacle(problem: "opening", advice: HypervisorAdvice.absent))
        facts.sandboxes = nil
        #expect(
            complaints(facts) == [Finding("/dev/kvm", .missing, "not there", fix: HypervisorAdvice.absent)])
    }

    @Test func aDeviceThatMayNotBeOpened() throws {
        var facts = MachineFacts.complete
        facts.kvm = .failure(
            KVMReport.Obstacle(problem: "Permission denied", advice: HypervisorAdvice.forbidden))
        facts.sandboxes = nil
        let complaint = try #require(complaints(facts).first)
        #expect(complaint.state == .missing)
        #expect(complaint.detail == "Permission denied (root:kvm, mode 660)")
        #expect(complaint.fix == HypervisorAdvice.forbidden)
    }

    @Test func aDeviceThatFails() throws {
        var facts = MachineFacts.complete
        facts.kvm = .failure(KVMReport.Obstacle(problem: "Input/output error", advice: nil))
        let complaint = try #require(complaints(facts).first)
        #expect(complaint.state == .missing && complaint.fix != nil)
    }

    @Test func kvmThatIsTooOld() throws {
        var facts = MachineFacts.complete
        facts.kvm = .success(.report(version: 11))
        #expect(KVMReport.report(version: 11).isSufficient == false)
        let complaint = try #require(complaints(facts).first)
        #expect(complaint.state == .missing && complaint.fix == HypervisorAdvice.tooOld)
        #expect(complaint.detail == "version 11, needed is 12")
    }

    @Test(arguments: [
        ("KVM_CAP_SYNC_REGS", Finding.State.missing), ("KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2", .warning),
    ])
    func missingCapabilities(_ name: String, _ state: Finding.State) throws {
        var facts = MachineFacts.complete
        let report = KVMReport.report(without: name)
        facts.kvm = .success(report)
        #expect(report.isSufficient == (state == .warning))
        let complaint = try #require(complaints(facts).first)
        #expect(complaint.name == name && complaint.state == state && complaint.fix != nil)
        #expect(complaint.detail == "not provided: life is hard without it")
    }

    @Test(arguments: [(KVMFlavour.Kind.intel, "kvm_intel ept=1"), (.amd, "kvm_amd npt=1")])
    func noNestedPaging(_ kind: KVMFlavour.Kind, _ module: String) throws {
        var facts = MachineFacts.complete
        facts.flavour = KVMFlavour(kind: kind, hasNestedPaging: false)
        let complaint = try #require(complaints(facts).first)
        #expect(complaint.state == .warning)
        #expect(complaint.fix?.hasSuffix(module) == true)
    }

    @Test func sandboxesThatCannotBeMade() throws {
        let error = try #require(throws: SandboxError.self) { try GuestImage(bytes: []) }
        var facts = MachineFacts.complete
        facts.sandboxes = .failure(error)
        let complaint = try #require(complaints(facts).first)
        #expect(complaint.name == "sandbox" && complaint.state == .missing)
        #expect(complaint.detail.contains(error.message))

        facts = .complete
        facts.sandboxes = .success(
            SandboxMeasurement(
                creation: .zero, callMedian: .zero, callPercentile99: .zero, clone: .failure(error)))
        let warning = try #require(complaints(facts).first)
        #expect(warning.name == "sandbox of a snapshot" && warning.state == .warning)
    }

    @Test(arguments: [(UInt64(255), true), (256, false), (.max, false)])
    func openFiles(_ limit: UInt64, _ isFew: Bool) {
        var facts = MachineFacts.complete
        facts.openFileLimit = limit
        #expect(complaints(facts).map(\.name) == (isFew ? ["open files"] : []))
        #expect(complaints(facts).allSatisfy { $0.state == .warning })
    }

    @Test(arguments: [false, true])
    func whatBuildingNeeds(_ forBuilding: Bool) {
        let failure = CommandFailure(.notReady, "code", "not there", advice: "get it")
        let state = forBuilding ? Finding.State.missing : .warning
        var facts = MachineFacts.complete
        facts.toolchain = .failure(failure)
        facts.sdk = .failure(failure)
        #expect(
            complaints(facts, forBuilding: forBuilding) == [
                Finding("Swift toolchain", state, "not there", fix: "get it"),
                Finding("guests' Swift SDK", state, "not there", fix: "get it"),
            ])
        facts = .complete
        facts.toolchain = .success(Toolchain(version: "6.2.4", hasEmbeddedLibrary: false))
        let complaints = complaints(facts, forBuilding: forBuilding)
        #expect(complaints.map(\.name) == ["Swift toolchain", "Embedded Swift"])
        #expect(complaints.allSatisfy { $0.state == state && $0.fix == Toolchain.cure })
    }

    @Test func exitStatusAndDocument() throws {
        var facts = MachineFacts.complete
        facts.toolchain = .failure(CommandFailure(.notReady, "code", "not there"))
        let warned = RecordedConsole()
        try Doctor.parse(["--json"]).report(facts, on: warned.console)
        #expect(warned.output.count == 1 && warned.text.contains("\"isReady\" : true"))

        let console = RecordedConsole()
        let status = #expect(throws: ExitCode.self) {
            try Doctor.parse(["--json", "--for-building"]).report(facts, on: console.console)
        }
        #expect(status?.rawValue == ExitStatus.notReady.rawValue)
        #expect(console.output.count == 1 && console.errors.isEmpty)
        let json = try JSONSerialization.jsonObject(with: Data(console.text.utf8))
        let document = try #require(json as? [String: Any])
        #expect(document["isReady"] as? Bool == false)
        let measurements = try #require(document["measurements"] as? [String: Double])
        #expect(measurements["callMedianMicroseconds"] == 2.34)
    }

    /// The verdict on this machine is what trying says.
    @Test func thisMachine() {
        let noSwift = CommandFailure(.notReady, "swiftNotFound", "there is no swift on PATH")
        let swift = SwiftTool(
            run: { (_, _) throws(CommandFailure) in throw noSwift },
            capture: { (_) throws(CommandFailure) in throw noSwift })
        let facts = MachineFacts.gather(swift: swift)
        let works = (try? Sandbox(guest: .bytes(EmptyGuest.image()))) != nil
        #expect(DoctorDocument(facts, forBuilding: false).isReady == works)
        #expect(!DoctorDocument(facts, forBuilding: true).isReady)
        #expect(facts.system.hasPrefix("Linux "))
        #expect(facts.openFileLimit > 0)
    }
}
