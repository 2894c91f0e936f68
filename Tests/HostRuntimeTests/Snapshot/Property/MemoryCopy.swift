import Glibc

@testable import HostRuntime

/// A copy of all that a sandbox's memory holds, the page tables included, but the host's page: the oracle.
struct MemoryCopy {
    private struct Part {
        let name: String
        let range: GuestRange
        let bytes: [UInt8]
    }

    private let parts: [Part]

    /// - Parameter includingPageTables: False for sandboxes in shells whose first guest had another memory map: they
    ///   have theirs in other places.
    init(of resources: SandboxResources, includingPageTables: Bool = true) throws {
        let layout = resources.layout
        let regions = layout.regions.filter { $0.range.start != SupervisorLayout.environment }
        var ranges = regions.map { ($0.name, $0.range) }
        if includingPageTables { ranges.append(("page tables", layout.pageTables)) }
        parts = try ranges.map { name, range in
            guard let bytes = resources.memory.bytes(range) else {
                throw PropertyViolation("the \(name) lies outside the memory")
            }
            return Part(name: name, range: range, bytes: Array(bytes))
        }
    }

    /// The first byte in which a sandbox's memory differs from the copy, in words.
    func difference(from resources: SandboxResources) -> String? {
        for part in parts {
            guard let page = Self.differingPages(in: part, resources).first,
                let memory = resources.memory.bytes(part.range)
            else { continue }
            let first = Int(page.rawValue - part.range.start.rawValue)
            for index in first..<part.bytes.count where memory[index] != part.bytes[index] {
                let address = GuestAddress(rawBits: part.range.start.rawValue + UInt64(index))
                return "\(address) in the \(part.name) holds \(memory[index]), not \(part.bytes[index])"
            }
        }
        return nil
    }

    /// The pages in which a sandbox's memory differs from the copy.
    func differingPages(from resources: SandboxResources) -> [GuestAddress] {
        parts.flatMap { Self.differingPages(in: $0, resources) }
    }

    private static func differingPages(in part: Part, _ resources: SandboxResources) -> [GuestAddress] {
        guard let memory = resources.memory.bytes(part.range)?.baseAddress else { return [part.range.start] }
        return part.bytes.withUnsafeBytes { bytes in
            guard let copy = bytes.baseAddress, memcmp(memory, copy, bytes.count) != 0 else { return [] }
            return stride(from: 0, to: bytes.count, by: PageSize.small)
                .filter { memcmp(memory + $0, copy + $0, PageSize.small) != 0 }
                .map { GuestAddress(rawBits: part.range.start.rawValue + UInt64($0)) }
        }
    }
}
