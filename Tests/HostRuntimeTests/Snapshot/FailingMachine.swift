import SystemPackage

@testable import HostRuntime

/// A machine whose collections of dirty pages can be made to find pages, or to fail half-way, and that can be made to be
/// beyond use after some failed calls.
final class FailingMachine: WrappedMachine {
    struct Collection {
        /// Found before anything else.
        var pages: [GuestRange] = []
        /// Whether the collection then fails; the pages are lost if the caller drops them.
        var fails = false
    }

    /// What the next collections do.
    var upcoming: [Collection] = []

    /// What was protected, in turn.
    private(set) var protected: [[GuestAddress]] = []

    /// How often it can still be settled.
    private var settlingsLeft: Int

    init(_ machine: any VirtualMachine, settlings: Int = .max) {
        settlingsLeft = settlings
        super.init(machine)
    }

    override func readDirtyPages(into pages: inout PageSet) throws(HypervisorError) {
        if !upcoming.isEmpty {
            let collection = upcoming.removeFirst()
            if collection.fails {
                // The first half.
                try machine.readDirtyPages(into: &pages)
            }
            for range in collection.pages { pages.insert(range) }
            if collection.fails { throw HypervisorError(operation: "failing on purpose", errno: .ioError) }
        }
        try machine.readDirtyPages(into: &pages)
    }

    override func protect(_ pages: PageSet) throws(HypervisorError) {
        protected.append(pages.addresses)
        try machine.protect(pages)
    }

    override func settle() throws(HypervisorError) -> PrivilegeLevel? {
        guard settlingsLeft > 0 else { return nil }
        settlingsLeft -= 1
        return try machine.settle()
    }
}
