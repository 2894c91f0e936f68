import CFloors
import Glibc
import SystemPackage

/// What floor machines map privately, as sandboxes do that are made from one snapshot.
final class FloorMemoryFile {
    let descriptor: CInt
    let size = FloorMachine.memorySize

    init() throws {
        descriptor = floor_memory_file(size)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    }

    deinit { close(descriptor) }
}
