import CFloors
import Glibc
import SystemPackage

/// The floor's VM, for as long as it is needed.
final class FloorMachine {
    private let machine: OpaquePointer

    /// As much memory as a sandbox has with the sizes that users get.
    static let memorySize = 8 << 20

    init(logsDirtyPages: Bool = false) throws {
        guard let machine = floor_machine_create(Self.memorySize, logsDirtyPages) else { throw Errno(rawValue: errno) }
        self.machine = machine
    }

    deinit { floor_machine_close(machine) }

    func roundTrips(_ count: Int) throws {
        try check(floor_round_trips(machine, UInt64(count)))
    }

    func registerRoundTrips(_ count: Int) throws {
        try check(floor_register_round_trips(machine, UInt64(count)))
    }

    func readDirtyLog(_ count: Int) throws {
        try check(floor_read_dirty_log(machine, UInt64(count)))
    }

    private func check(_ succeeded: Bool) throws {
        guard succeeded else { throw Errno(rawValue: errno) }
    }
}
