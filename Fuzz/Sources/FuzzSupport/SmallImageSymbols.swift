/// The symbols of ``SmallImage`` (System V ABI, ELF-64 object file format, figure 5).
enum SmallImageSymbols {
    static let names = [0] + "start".terminated + "table".terminated

    static func table(codeSize: Int) -> [UInt8] {
        symbol(name: 0, kind: 0, address: 0, size: 0)
            + symbol(name: 1, kind: 0x12, address: SmallImage.codeAddress, size: UInt64(codeSize))
            + symbol(name: 7, kind: 0x11, address: SmallImage.dataAddress, size: 16)
    }

    private static func symbol(name: UInt32, kind: UInt8, address: UInt64, size: UInt64) -> [UInt8] {
        name.bytes + [kind, 0, 1, 0] + address.bytes + size.bytes
    }
}
