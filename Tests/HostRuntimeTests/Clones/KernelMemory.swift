/// What the kernel uses for itself (Documentation/filesystems/proc.rst, /proc/meminfo).
struct KernelMemory {
    private static let names = ["Slab", "KernelStack", "PageTables", "SecPageTables", "VmallocUsed", "Percpu"]
    private var bytes: [String: Int] = [:]

    init() throws {
        for line in try ProcessMappings.lines(of: "/proc/meminfo") {
            let fields = line.split(separator: " ")
            guard fields.count > 1, let name = fields[0].split(separator: ":").first.map(String.init),
                Self.names.contains(name), let value = Int(fields[1])
            else { continue }
            bytes[name] = value << 10
        }
    }

    func growth(since earlier: KernelMemory, dividedBy count: Int) -> [String] {
        Self.names.map { name in
            "\(name): \((bytes[name, default: 0] - earlier.bytes[name, default: 0]) / count) bytes each"
        }
    }
}
