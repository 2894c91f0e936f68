/// The debug information of ``SmallImage``: its code is line 10 of a file, and its first bytes are a trap with a name.
enum SmallImageDebugInformation {
    static let strings = "Swift runtime failure: overflow".terminated

    /// A subprogram with a name, and an inlined subroutine with an origin and two addresses (DWARF 4, section 7.5.3).
    static let abbreviations: [UInt8] = [
        1, 0x2e, 0, 0x03, 0x0e, 0, 0,
        2, 0x1d, 0, 0x31, 0x13, 0x11, 0x01, 0x12, 0x06, 0, 0,
        0,
    ]

    /// One unit, with one entry of each (DWARF 4, section 7.5.1.1).
    static let information: [UInt8] = {
        let header = UInt16(4).bytes + UInt32(0).bytes + [8]
        let first = UInt32(4 + header.count)
        let entries = [1] + UInt32(0).bytes + [2] + first.bytes + SmallImage.codeAddress.bytes + UInt32(8).bytes
        return UInt32(header.count + entries.count).bytes + header + entries
    }()

    /// One program for all the code, of version 5 (DWARF 5, section 6.2).
    static let lines: [UInt8] = {
        let operations: [UInt8] = [13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1]
        let folders = [1, 1, 8, 1] + "d".terminated
        let files = [1, 1, 8, 1] + "d/guest.swift".terminated
        let rest = [1, 1, 1, 0xfb, 14] + operations + folders + files
        let start = [0, 9, 2] + SmallImage.codeAddress.bytes
        let program = start + [4, 0, 3, 9, 1, 2, UInt8(SmallImage.codeSize), 0, 1, 1]
        let header = UInt16(5).bytes + [8, 0] + UInt32(rest.count).bytes + rest
        return UInt32(header.count + program.count).bytes + header + program
    }()
}
