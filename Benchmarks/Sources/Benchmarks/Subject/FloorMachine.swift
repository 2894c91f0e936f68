import CFloors
import Glibc
import SystemPackage

/// The floor's VM, for as long as it is needed.
final class FloorMachine {
    private let machine: OpaquePointer

    /// As much memory as a sandbox has with the sizes that users get.
    static let memorySize = 16 << 20

    /// - Parameter memorySize: A multiple of 2 MiB. What of it is not touched takes no memory.
    init(logsDirtyPages: Bool = false, memorySize: Int = memorySize) throws {
        guard let machine = floor_machine_create(memorySize, logsDirtyPages) else { throw Errno(rawValue: errno) }
        self.machine = machine
    }

    /// A machine that logs dirty pages, whose memory is a file's until it is written.
    init(from file: FloorMemoryFile) throws {
        guard let machine = floor_machine_create_from(file.descriptor, file.size) else { throw Errno(rawValue: errno) }
        self.machine = machine
    }

    /// A machine that logs dirty pages, and has so many bytes of data for its guest to write.
    init(dataSize: Int) throws {
        let memorySize = dataSize + (2 << 20)
        guard let machine = floor_machine_create(memorySize, true) else { throw Errno(rawValue: errno) }
        self.machine = machine
        try check(floor_prepare_pages(machine))
    }

    deinit { floor_machine_close(machine) }

    func roundTrips(_ count: Int) throws {
        try check(floor_round_trips(machine, UInt64(count)))
    }

    func registerRoundTrips(_ count: Int) throws {
        try check(floor_register_round_trips(machine, UInt64(count)))
    }

    /// Runs until ``interrupter`` is used.
    func spin() throws {
        try check(floor_spin(machine))
    }

    /// Ends ``spin()``, from another thread.
    var interrupter: @Sendable (_ signal: CInt) -> Void {
        let machine = Interruptible(machine: machine)
        return { signal in floor_interrupt(machine.machine, signal) }
    }

    /// For `floor_interrupt` alone, which other threads may use.
    private struct Interruptible: @unchecked Sendable {
        let machine: OpaquePointer
    }

    func readDirtyLog(_ count: Int) throws {
        try check(floor_read_dirty_log(machine, UInt64(count)))
    }

    func writePages(_ count: Int) throws {
        try check(floor_write_pages(machine, UInt64(count)))
    }

    func touchPages(written: Int, read: Int) throws {
        try check(floor_touch_pages(machine, UInt64(written), UInt64(read)))
    }

    func putBackPages(_ count: Int) {
        floor_put_back_pages(machine, UInt64(count))
    }

    func putBackBytes(_ count: Int) {
        floor_put_back_bytes(machine, count)
    }

    func restorePages(_ count: Int) throws {
        try check(floor_restore_pages(machine, UInt64(count)))
    }

    func keepPages(_ count: Int) throws {
        try check(floor_keep_pages(machine, UInt64(count)))
    }

    func dropPages() {
        floor_drop_pages(machine)
    }

    private func check(_ succeeded: Bool) throws {
        guard succeeded else { throw Errno(rawValue: errno) }
    }
}
