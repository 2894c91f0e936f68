import Glibc

/// Who may open `/dev/kvm`.
struct KVMDevice: Equatable {
    let owner: String
    let group: String
    /// The permissions, as `chmod` takes them.
    let mode: UInt32

    static let path = "/dev/kvm"

    init(owner: String, group: String, mode: UInt32) {
        self.owner = owner
        self.group = group
        self.mode = mode
    }

    /// The device of this machine, or nil without one.
    init?() {
        var status = stat()
        guard stat(Self.path, &status) == 0 else { return nil }
        owner = getpwuid(status.st_uid).map { String(cString: $0.pointee.pw_name) } ?? "\(status.st_uid)"
        group = getgrgid(status.st_gid).map { String(cString: $0.pointee.gr_name) } ?? "\(status.st_gid)"
        mode = status.st_mode & 0o777
    }

    var description: String { "\(owner):\(group), mode \(String(mode, radix: 8))" }
}
