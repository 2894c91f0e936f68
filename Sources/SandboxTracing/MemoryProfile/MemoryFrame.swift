internal import HostRuntime

/// A place in a guest's code, as reports on memory show it.
struct MemoryFrame: Hashable {
    /// Whose code it is. Who wants to know who allocates wants to know whose call it was that led to the allocation.
    enum Owner {
        /// Nothing but the way to the heap.
        case allocator
        case standardLibrary
        case guest
    }

    /// The function. Of a stripped image, the address.
    let name: String
    /// File and line, such as `Chain.swift:12`.
    let line: String?
    let owner: Owner

    init(_ location: CodeLocation, at address: UInt64) {
        let symbol = location.symbol ?? "0x" + String(address, radix: 16)
        guard SwiftSymbolName.guestFunction(enteredBy: symbol) == nil else {
            self = .host
            return
        }
        let name = SwiftSymbolName.demangle(symbol) ?? symbol
        self.name = name.shownName
        line = location.line.map { "\($0.file.shown):\($0.line)" }
        owner = Self.owner(symbol: symbol, name: name)
    }

    /// The place of allocations whose own is not known.
    static let unknown = MemoryFrame(name: "(unknown)")

    /// What the macro makes of a guest function for the host to call: its name is long, and its author never wrote it.
    private static let host = MemoryFrame(name: "(call by the host)")

    private init(name: String) {
        (self.name, line, owner) = (name, nil, .guest)
    }

    /// Function and line.
    var text: String { line.map { "\(name) (\($0))" } ?? name }

    private static let allocators: Set<Substring> = ["malloc", "calloc", "realloc", "aligned_alloc", "posix_memalign"]

    private static func owner(symbol: String, name: String) -> Owner {
        // The compiler may have split a function: `posix_memalign.cold.1`.
        let function = symbol.prefix { $0 != "." }
        if allocators.contains(function) || symbol.hasPrefix("swift_") { return .allocator }
        // `generic specialization <Swift.Int> of Swift.Array.append(…)`
        let declaration = name.firstRange(of: "> of ").map { name[$0.upperBound...] } ?? name[...]
        if declaration.hasPrefix("Swift.swift_") { return .allocator }
        return declaration.hasPrefix("Swift.") ? .standardLibrary : .guest
    }
}
