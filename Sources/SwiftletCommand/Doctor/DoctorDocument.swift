import HostRuntime

/// What `swiftlet doctor` says, as programs read it.
struct DoctorDocument: Encodable {
    struct Measurements: Encodable {
        let sandboxMicroseconds: Double
        let callMedianMicroseconds: Double
        let callPercentile99Microseconds: Double
    }

    /// Whether nothing is missing.
    let isReady: Bool
    let findings: [Finding]
    /// Absent when no sandbox could be made.
    let measurements: Measurements?

    init(_ facts: MachineFacts, forBuilding: Bool) {
        findings = facts.findings(forBuilding: forBuilding)
        isReady = findings.allSatisfy { $0.state != .missing }
        measurements = (try? facts.sandboxes?.get()).map { measurement in
            Measurements(
                sandboxMicroseconds: measurement.creation / .microseconds(1),
                callMedianMicroseconds: measurement.callMedian / .microseconds(1),
                callPercentile99Microseconds: measurement.callPercentile99 / .microseconds(1))
        }
    }

    /// The document for people.
    var text: String {
        let nameWidth = findings.map(\.name.count).max() ?? 0
        let stateWidth = Finding.State.missing.rawValue.count
        let lines = findings.flatMap { finding in
            let state = finding.state.rawValue.padded(to: stateWidth)
            let line = "\(state)  \(finding.name.padded(to: nameWidth))  \(finding.detail.printableParagraph)"
            guard let fix = finding.fix else { return [line] }
            let margin = String(repeating: " ", count: stateWidth + nameWidth + 4)
            return [line, "\(margin)to do: \(fix.printableParagraph)"]
        }
        let verdict =
            isReady ? "Nothing is missing." : "Something is missing: do what the lines marked `missing` say."
        return (lines + ["", verdict]).joined(separator: "\n")
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(width - count, 0)) }
}
