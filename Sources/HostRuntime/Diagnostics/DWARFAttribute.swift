/// The attributes and forms that naming a trap needs (DWARF 4, tables 7.18 and 7.21; DWARF 5, section 7.5.6).
enum DWARFAttribute {
    static let name: GuestNumber = 0x03
    static let lowAddress: GuestNumber = 0x11
    static let highAddress: GuestNumber = 0x12
    static let abstractOrigin: GuestNumber = 0x31
}

/// An attribute's value, as far as its form is one that is looked at.
enum DWARFValue {
    case address(GuestAddress)
    case constant(GuestNumber)
    /// Relative to the start of the unit.
    case unitReference(GuestNumber)
    /// An offset in `.debug_str`.
    case stringOffset(GuestNumber)
    /// An offset in `.debug_info`.
    case inlineString(GuestNumber)
    case other
}

extension DWARFCursor {
    /// Reads or skips one value; nil for a form that is unknown or cut off.
    mutating func readValue(form: GuestNumber, addressSize: GuestNumber) -> DWARFValue? {
        switch form {
        case 0x01: return addressSize == 8 ? read(UInt64.self).map { .address(GuestAddress($0)) } : nil
        case 0x05: return read(UInt16.self).map(DWARFValue.constant)
        case 0x06: return read(UInt32.self).map(DWARFValue.constant)
        case 0x07: return read(UInt64.self).map(DWARFValue.constant)
        case 0x0b: return read(UInt8.self).map(DWARFValue.constant)
        case 0x0d, 0x0f, 0x1a, 0x1b, 0x22, 0x23: return readUnsigned().map(DWARFValue.constant)
        case 0x08:
            let start = position
            return skipText() ? .inlineString(GuestNumber(start)) : nil
        case 0x0e: return read(UInt32.self).map(DWARFValue.stringOffset)
        case 0x11: return read(UInt8.self).map(DWARFValue.unitReference)
        case 0x12: return read(UInt16.self).map(DWARFValue.unitReference)
        case 0x13: return read(UInt32.self).map(DWARFValue.unitReference)
        case 0x14: return read(UInt64.self).map(DWARFValue.unitReference)
        case 0x15: return readUnsigned().map(DWARFValue.unitReference)
        case 0x0c, 0x25, 0x29: return skipping(1)
        case 0x26, 0x2a: return skipping(2)
        case 0x27, 0x2b: return skipping(3)
        case 0x10, 0x17, 0x1f, 0x28, 0x2c, 0x1c: return skipping(4)
        case 0x20, 0x24: return skipping(8)
        case 0x1e: return skipping(16)
        case 0x19: return .other
        case 0x09, 0x18: return readUnsigned().flatMap { skipping($0) }
        case 0x0a: return read(UInt8.self).flatMap { skipping($0) }
        case 0x03: return read(UInt16.self).flatMap { skipping($0) }
        case 0x04: return read(UInt32.self).flatMap { skipping($0) }
        default: return nil
        }
    }

    private mutating func skipping(_ count: GuestNumber) -> DWARFValue? {
        skip(count) ? .other : nil
    }
}
