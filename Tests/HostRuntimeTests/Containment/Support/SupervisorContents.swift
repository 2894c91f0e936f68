import Glibc
import Testing
import Wire

@testable import HostRuntime

/// All memory that ring 3 must not change: what the supervisor consists of, what guests can only read, and the page tables.
///
/// Two things are left out: the stacks that ring 0 itself uses, and the clock in the environment block, which the host renews.
struct SupervisorContents {
    private let resources: SandboxResources
    private let contents: [(name: String, range: GuestRange, bytes: [UInt8])]
    private let environment: EnvironmentBlock

    /// The contents as they are now. They are many, and stay the same but for the environment block, which a restore renews.
    init(of resources: SandboxResources, since earlier: SupervisorContents? = nil) throws {
        self.resources = resources
        environment = try Self.environment(of: resources)
        if let earlier {
            contents = earlier.contents
            return
        }
        let regions = resources.layout.regions.filter { region in
            switch region.access {
            case .supervisorCode, .supervisorReadOnly, .guestCode: true
            case .guestReadOnly: region.range.start != SupervisorLayout.environment
            case .supervisorData: region.name != "supervisor stacks"
            case .guestData: false
            }
        }
        let ranges = regions.map { ($0.name, $0.range) } + [("page tables", resources.layout.pageTables)]
        contents = try ranges.map { name, range in
            (name, range, Array(try #require(resources.memory.bytes(range))))
        }
    }

    /// The names of the regions that have changed since.
    func changes() throws -> [String] {
        let changed = try contents.filter { _, range, bytes in
            let memory = try #require(resources.memory.bytes(range)?.baseAddress)
            // Bytes one by one take most of a test's time in a debug build.
            return try bytes.withUnsafeBytes { memcmp(try #require($0.baseAddress), memory, $0.count) } != 0
        }
        return changed.map(\.name) + (try Self.environment(of: resources) == environment ? [] : ["environment"])
    }

    private static func environment(of resources: SandboxResources) throws -> EnvironmentBlock {
        var block = try #require(
            resources.memory.load(SupervisorLayout.environment.rawValue, as: EnvironmentBlock.self))
        block.clock = EnvironmentBlock.Clock(counter: 0, nanosecondsPerTick: 0, monotonic: 0, wall: 0)
        return block
    }
}
