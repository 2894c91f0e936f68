/// An entry of the GDT in 64-bit mode (Intel SDM volume 3A, sections 3.4.5, 5.2.1 and 8.2.3).
enum SegmentDescriptor: Equatable, Sendable {
    case null
    /// 64-bit code. The processor ignores base and limit and may set `accessed` when it loads the segment.
    case code(privilege: PrivilegeLevel, accessed: Bool)
    /// Writable data.
    case data(privilege: PrivilegeLevel, accessed: Bool)
    /// A task-state segment, 16 bytes long. Loading TR turns an available one busy.
    case taskState(base: UInt64, limit: UInt32, busy: Bool)
}

extension SegmentDescriptor {
    private enum Bits {
        static let accessed: UInt64 = 1 << 40
        /// Readable code, writable data.
        static let accessible: UInt64 = 1 << 41
        static let executable: UInt64 = 1 << 43
        static let codeOrData: UInt64 = 1 << 44
        static let privilegeShift = 45
        static let present: UInt64 = 1 << 47
        static let longMode: UInt64 = 1 << 53
        static let bigOperands: UInt64 = 1 << 54
        static let pageGranular: UInt64 = 1 << 55
        static let fullLimit: UInt64 = 0xf << 48 | 0xffff
        static let typeShift = 40
        static let availableTaskState: UInt64 = 9
        static let busyTaskState: UInt64 = 11
    }

    /// The quadwords that the processor reads: one, or two for a task-state segment.
    var encoded: [UInt64] {
        switch self {
        case .null:
            [0]
        case .code(let privilege, let accessed):
            [Self.flat(privilege, accessed) | Bits.executable | Bits.longMode]
        case .data(let privilege, let accessed):
            [Self.flat(privilege, accessed) | Bits.bigOperands]
        case .taskState(let base, let limit, let busy):
            [
                UInt64(limit & 0xffff) | (base & 0xff_ffff) << 16
                    | (busy ? Bits.busyTaskState : Bits.availableTaskState) << Bits.typeShift | Bits.present
                    | UInt64(limit >> 16 & 0xf) << 48 | (base >> 24 & 0xff) << 56,
                base >> 32,
            ]
        }
    }

    private static func flat(_ privilege: PrivilegeLevel, _ accessed: Bool) -> UInt64 {
        Bits.fullLimit | Bits.pageGranular | Bits.present | Bits.codeOrData | Bits.accessible
            | UInt64(privilege.rawValue) << Bits.privilegeShift | (accessed ? Bits.accessed : 0)
    }

    /// Reads the descriptor that begins at `index`; nil when it is of no kind listed here, or cut off.
    init?(decoding table: some RandomAccessCollection<UInt64>, at index: Int) {
        guard let first = table.dropFirst(index).first else { return nil }
        if first == 0 {
            self = .null
            return
        }
        guard first & Bits.present != 0, let privilege = PrivilegeLevel(rawValue: UInt8(first >> 45 & 3)) else {
            return nil
        }
        if first & Bits.codeOrData != 0 {
            let accessed = first & Bits.accessed != 0
            self =
                first & Bits.executable != 0
                ? .code(privilege: privilege, accessed: accessed) : .data(privilege: privilege, accessed: accessed)
            guard encoded == [first] else { return nil }
        } else {
            guard let second = table.dropFirst(index + 1).first else { return nil }
            let base = first >> 16 & 0xff_ffff | (first >> 56) << 24 | second << 32
            let limit = UInt32(first & 0xffff | (first >> 48 & 0xf) << 16)
            self = .taskState(
                base: base, limit: limit, busy: first >> Bits.typeShift & 0xf == Bits.busyTaskState)
            guard encoded == [first, second] else { return nil }
        }
    }
}
