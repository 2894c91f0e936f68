extension ImageInspection {
    /// A function or a variable of the guest's program.
    public struct Symbol: Hashable, Sendable {
        /// What a symbol stands for.
        public enum Kind: String, Hashable, Sendable {
            /// Code.
            case function
            /// Anything else.
            case object
        }

        /// As the linker knows it: mangled, for Swift. Empty if the file has no readable one.
        public let name: String
        /// What it stands for.
        public let kind: Kind
        /// Where it begins in the guest's memory.
        public let address: UInt64
        /// Its size in memory, in bytes.
        public let size: UInt64
    }

    /// How a program's size is made up.
    public struct SymbolSizes: Hashable, Sendable {
        /// The largest symbols, the largest first.
        public internal(set) var largest: [Symbol] = []
        /// How many symbols there are besides.
        public internal(set) var otherCount = 0
        /// The size of all those together, in bytes.
        public internal(set) var otherSize: UInt64 = 0
    }

    /// Images with more symbols are not measured: so many take about a second.
    public static let maximumSymbolCount = 1 << 18

    /// Finds the largest functions and variables of the program. What has several names counts once.
    ///
    /// - Parameter count: How many of them to name; negative numbers are zero. Each name can take 4 KiB.
    /// - Returns: No symbols for an image that was stripped of them.
    /// - Throws: ``SandboxError`` with code `invalidImage` if the symbols lie outside the file or are more than
    ///   ``maximumSymbolCount``.
    public func symbolSizes(largest count: Int) throws(SandboxError) -> SymbolSizes {
        let symbols: [SizedSymbol]
        let table: SymbolTable
        do throws(ImageError) {
            guard let found = try SymbolTable(file) else { return SymbolSizes() }
            table = found
            symbols = try found.sizedSymbols(in: file)
        } catch {
            throw SandboxError(.invalidImage, "the image's symbols cannot be read: \(error)", cause: error)
        }
        let ordered = symbols.sorted { ($0.size, $1.address) > ($1.size, $0.address) }
        let others = ordered.dropFirst(max(count, 0))
        return SymbolSizes(
            largest: ordered.prefix(max(count, 0)).map { symbol in
                Symbol(
                    name: table.name(at: symbol.nameOffset) ?? "", kind: symbol.isFunction ? .function : .object,
                    address: symbol.address.rawBits, size: UInt64(symbol.size))
            },
            otherCount: others.count, otherSize: UInt64(others.reduce(0) { $0 + $1.size }))
    }
}

/// A symbol whose name has not been read: names are far larger than this, and most are never shown.
private struct SizedSymbol {
    let address: GuestAddress
    /// In bytes: at most what an image's memory can be.
    let size: Int
    let nameOffset: GuestNumber
    let isFunction: Bool
}

extension SymbolTable {
    /// The functions and objects that lie within the image's memory, one for each address.
    ///
    /// That also bounds each size, and with it their sum.
    fileprivate func sizedSymbols(in file: ELFFile) throws(ImageError) -> [SizedSymbol] {
        guard count <= ImageInspection.maximumSymbolCount else {
            throw ImageError(
                .unsupported, "there are \(count) of them, at most \(ImageInspection.maximumSymbolCount) are read")
        }
        var symbols: [SizedSymbol] = []
        for index in 0..<count {
            guard let entry = self[index], entry.kind == .function || entry.kind == .object,
                let range = entry.range, !range.isEmpty,
                file.segments.contains(where: { $0.memory.contains(range) }),
                let size = range.count.bounded(by: ELFFile.memoryLimit)
            else { continue }
            symbols.append(
                SizedSymbol(
                    address: range.start, size: size, nameOffset: entry.nameOffset,
                    isFunction: entry.kind == .function))
        }
        // Of several at one address the largest comes first, then the one whose name does.
        symbols.sort { ($0.address, $1.size, $0.nameOffset) < ($1.address, $0.size, $1.nameOffset) }
        var distinct: [SizedSymbol] = []
        for symbol in symbols where symbol.address != distinct.last?.address { distinct.append(symbol) }
        return distinct
    }
}
