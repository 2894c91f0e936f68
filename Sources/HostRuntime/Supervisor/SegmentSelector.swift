/// An index into the GDT with the privilege it asks for (Intel SDM volume 3A, section 3.4.2).
struct SegmentSelector: RawRepresentable, Equatable, Sendable {
    let rawValue: UInt16

    init(rawValue: UInt16) { self.rawValue = rawValue }

    init(index: Int, requestedPrivilege: PrivilegeLevel) {
        rawValue = UInt16(index) << 3 | UInt16(requestedPrivilege.rawValue)
    }

    var index: Int { Int(rawValue >> 3) }

    static let supervisorCode = SegmentSelector(index: 1, requestedPrivilege: .supervisor)
    static let supervisorData = SegmentSelector(index: 2, requestedPrivilege: .supervisor)
    static let userData = SegmentSelector(index: 3, requestedPrivilege: .user)
    static let userCode = SegmentSelector(index: 4, requestedPrivilege: .user)
    static let taskState = SegmentSelector(index: 5, requestedPrivilege: .supervisor)
}

/// The two rings in use.
enum PrivilegeLevel: UInt8, Sendable {
    case supervisor = 0
    case user = 3
}
