import CFloors
import Foundation
import HostRuntime

/// What the first call of a sandbox that is made from a snapshot needs of memory.
struct FirstCall {
    /// Pages that become the sandbox's own.
    let written: Int
    /// Page faults of the guest beyond those.
    let read: Int

    /// What a machine does that has no other work than this.
    var floorName: String { "round trip, first write to \(written) pages, first read of \(read)" }

    init(of snapshot: Snapshot, _ subject: Subject) throws {
        let others = try Self.processors()
        let sandbox = try subject.makeSandbox(from: snapshot)
        guard let processor = try Self.processors().subtracting(others).first else { throw Uncounted() }
        let before = floor_guest_faults(processor)
        try sandbox.call("nothing")
        let faults = floor_guest_faults(processor) - before
        guard before >= 0, faults > 0 else { throw Uncounted() }
        written = try sandbox.dirtyPages().count
        read = max(Int(faults) - written, 0)
    }

    /// The descriptors of all vCPUs of this process.
    private static func processors() throws -> Set<CInt> {
        let folder = "/proc/self/fd"
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { CInt($0) }
        return Set(
            descriptors.filter { descriptor in
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)")
                return target?.contains("kvm-vcpu") == true
            })
    }

    private struct Uncounted: Error, CustomStringConvertible {
        let description = "KVM does not say how many page faults a guest took: it keeps statistics from Linux 5.14 on"
    }
}
