public import HostRuntime

/// A ``/HostRuntime/MemoryProfile`` with the names of the functions that allocated.
///
/// Names come from the guest's image. Outputs cut them at 256 bytes, and escape what a terminal, a browser or another
/// reader could take for anything but text.
public struct MemoryReport: Sendable {
    /// What was recorded.
    public let profile: MemoryProfile
    /// What occurs in ``stacks``.
    let frames: [MemoryFrame]
    /// Indices into ``frames`` for each site of the profile, the innermost first, and without the allocator's own functions.
    let stacks: [[Int]]

    /// Looks all addresses of a profile up.
    ///
    /// - Parameters:
    ///   - profile: What was recorded.
    ///   - image: The guest's, of which the profile is. By another one the names would be wrong.
    public init(_ profile: MemoryProfile, image: GuestImage) {
        self.init(profile) { image.codeLocations(at: $0) }
    }

    init(_ profile: MemoryProfile, locate: ([UInt64]) -> [CodeLocation]) {
        self.profile = profile
        let calls = profile.sites.map { $0.addresses.callAddresses }
        let addresses = Array(Set(calls.joined()))
        var frames: [MemoryFrame] = [.unknown]
        var indices: [MemoryFrame: Int] = [.unknown: 0]
        var frameOfAddress: [UInt64: Int] = [:]
        for (address, location) in zip(addresses, locate(addresses)) {
            let frame = MemoryFrame(location, at: address)
            let index = indices[frame] ?? frames.count
            if index == frames.count {
                frames.append(frame)
                indices[frame] = index
            }
            frameOfAddress[address] = index
        }
        self.frames = frames
        stacks = calls.map { addresses in
            let stack = addresses.map { frameOfAddress[$0] ?? 0 }.drop { frames[$0].owner == .allocator }
            return stack.isEmpty ? [0] : Array(stack)
        }
    }

    /// The stack of a site from the function on that the guest's author knows: the standard library's, which it called, are
    /// left out.
    func guestStack(ofSite site: Int) -> [MemoryFrame] {
        let stack = stacks[site].map { frames[$0] }
        let own = stack.drop { $0.owner != .guest }
        return own.isEmpty ? stack : Array(own)
    }
}

extension [UInt64] {
    /// Where each call is: a return address is behind it, and may be the next function's.
    fileprivate var callAddresses: [UInt64] {
        prefix(1) + dropFirst().map { $0 &- 1 }
    }
}
