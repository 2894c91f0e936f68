import HostRuntime

extension MachineFacts {
    /// What the facts mean for somebody who wants to run guests.
    ///
    /// - Parameter forBuilding: Whether the machine is also to build them.
    func findings(forBuilding: Bool) -> [Finding] {
        var findings = [Finding("machine", .ok, system), deviceFinding]
        if case .success(let report) = kvm { findings += kvmFindings(report) }
        if let sandboxes { findings += sandboxFindings(sandboxes) }
        findings.append(openFilesFinding)
        return findings + buildingFindings(absence: forBuilding ? .missing : .warning)
    }

    // MARK: Running

    private var deviceFinding: Finding {
        let name = KVMDevice.path
        guard let device else { return Finding(name, .missing, "not there", fix: HypervisorAdvice.absent) }
        switch kvm {
        case .success: return Finding(name, .ok, device.description)
        case .failure(let obstacle):
            return Finding(
                name, .missing, "\(obstacle.problem) (\(device.description))",
                fix: obstacle.advice ?? "see `dmesg` for what the kernel says")
        }
    }

    private func kvmFindings(_ report: KVMReport) -> [Finding] {
        var findings: [Finding] = []
        let version = "version \(report.apiVersion)"
        if report.apiVersion == KVMReport.requiredAPIVersion {
            findings.append(Finding("KVM interface", .ok, version))
        } else {
            findings.append(
                Finding(
                    "KVM interface", .missing, "\(version), needed is \(KVMReport.requiredAPIVersion)",
                    fix: HypervisorAdvice.tooOld))
        }
        for capability in report.capabilities {
            if capability.isProvided {
                findings.append(Finding(capability.name, .ok, "provided"))
            } else {
                findings.append(
                    Finding(
                        capability.name, capability.isRequired ? .missing : .warning,
                        "not provided: \(capability.absence)",
                        fix: capability.isRequired ? HypervisorAdvice.tooOld : "use Linux 5.2 or newer"))
            }
        }
        return findings + [flavourFinding]
    }

    private var flavourFinding: Finding {
        guard flavour.hasNestedPaging == false else { return Finding("KVM kind", .ok, flavour.description) }
        let module = flavour.kind == .amd ? "kvm_amd npt=1" : "kvm_intel ept=1"
        return Finding(
            "KVM kind", .warning, "\(flavour.description), without nested paging: guests are slow",
            fix: "load the kernel module with it: as root, modprobe \(module)")
    }

    private func sandboxFindings(_ result: Result<SandboxMeasurement, SandboxError>) -> [Finding] {
        switch result {
        case .failure(let error):
            return [
                Finding(
                    "sandbox", .missing, "cannot be made or called: \(error.message)",
                    fix: "see `dmesg` for what KVM says")
            ]
        case .success(let measurement):
            let clone =
                switch measurement.clone {
                case .success(let duration): Finding("sandbox of a snapshot", .ok, "made in \(duration.short)")
                case .failure(let error):
                    Finding(
                        "sandbox of a snapshot", .warning, "cannot be made: \(error.message)",
                        fix: "allow memfd_create(2) and file seals; a container's seccomp profile may forbid them")
                }
            return [
                Finding("sandbox", .ok, "made in \(measurement.creation.short)"),
                Finding(
                    "empty call", .ok,
                    "\(measurement.callMedian.short) (median), \(measurement.callPercentile99.short) (99th percentile)"),
                clone,
            ]
        }
    }

    /// Fewer files than this are soon used up.
    private static let fewOpenFiles: UInt64 = 256
    /// A VM and its vCPU.
    private static let filesOfSandbox: UInt64 = 2

    private var openFilesFinding: Finding {
        let isUnlimited = openFileLimit > 1 << 40
        let detail =
            isUnlimited
            ? "as many as there can be"
            : "at most \(openFileLimit), enough for about \(openFileLimit / Self.filesOfSandbox) sandboxes at a time"
        guard openFileLimit < Self.fewOpenFiles else { return Finding("open files", .ok, detail) }
        return Finding(
            "open files", .warning, detail, fix: "ulimit -n 65536, or LimitNOFILE=65536 in a service of systemd")
    }

    // MARK: Building

    private func buildingFindings(absence: Finding.State) -> [Finding] {
        var findings: [Finding] = []
        switch toolchain {
        case .failure(let failure):
            findings.append(Finding("Swift toolchain", absence, failure.message, fix: failure.advice))
        case .success(let toolchain):
            let version = "Swift \(toolchain.version ?? "of unknown version")"
            findings.append(
                toolchain.isSupported
                    ? Finding("Swift toolchain", .ok, version)
                    : Finding("Swift toolchain", absence, "\(version) cannot build guests", fix: Toolchain.cure))
            findings.append(
                toolchain.hasEmbeddedLibrary
                    ? Finding("Embedded Swift", .ok, "for \(GuestSDKBundle.triple)")
                    : Finding(
                        "Embedded Swift", absence, "the toolchain lacks the library for \(GuestSDKBundle.triple)",
                        fix: Toolchain.cure))
        }
        switch sdk {
        case .failure(let failure):
            findings.append(Finding("guests' Swift SDK", absence, failure.message, fix: failure.advice))
        case .success(let folder): findings.append(Finding("guests' Swift SDK", .ok, "in \(folder)"))
        }
        return findings
    }
}

extension Duration {
    /// In microseconds, or milliseconds when they are many, such as `12.3 µs`.
    fileprivate var short: String {
        let microseconds = self / .microseconds(1)
        return microseconds < 1000 ? "\(Self.tenths(microseconds)) µs" : "\(Self.tenths(microseconds / 1000)) ms"
    }

    private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
