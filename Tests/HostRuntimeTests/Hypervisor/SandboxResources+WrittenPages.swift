@testable import HostRuntime

extension SandboxResources {
    /// The addresses of the heap's pages that the guest has written since the last time, which are then protected.
    func takeWrittenHeapPages() throws -> [UInt64] {
        var pages = PageSet(of: layout.memory)
        try machine.readDirtyPages(into: &pages)
        try machine.protect(pages)
        return pages.addresses.filter(layout.heap.contains).map(\.rawValue)
    }
}
