internal import Synchronization

/// Keeps the VMs of sandboxes that are gone, for others to move into.
///
/// Making a VM and its vCPU, and freeing them, takes the kernel far longer than all else about a sandbox. A shell is such a VM
/// without a guest: its memory is returned, and nothing in it is left of whoever was there.
///
/// <!-- sample: Tests/HostRuntimeTests/Documentation/SandboxSamples.swift#shells -->
/// ```swift
/// let shells = ShellCache(capacity: 16)
/// let sandbox = try Sandbox(from: snapshot, hostFunctions: hostFunctions, shells: shells)
/// try sandbox.close()  // Its shell waits for the next sandbox, of this guest or another one.
/// ```
///
/// A sandbox fits a shell when its memory is at most as large as that of the shell's first guest, rounded up by an eighth or
/// less, and at least half as large. One cache can serve any number of threads, guests and pools.
public final class ShellCache: Sendable {
    /// How many shells are kept at most.
    public let capacity: Int
    private let shells = Mutex<[Vacant]>([])

    /// - Parameter capacity: How many shells are kept at most; each is a VM of the kernel's with two
    ///   file descriptors. Negative numbers count as 0.
    public init(capacity: Int) {
        self.capacity = max(capacity, 0)
    }

    /// How many shells wait now.
    public var count: Int { shells.withLock { $0.count } }

    /// Frees all shells that wait now.
    public func removeAll() {
        // They are freed outside of the lock.
        _ = shells.withLock { shells in
            defer { shells = [] }
            return shells
        }
    }

    /// A shell into which a guest has moved, or nil if none fits.
    func take(for layout: SandboxLayout, tracksDirtyPages: Bool, movingInto file: MemoryFile) -> SandboxShell? {
        while let shell = remove(for: layout, tracksDirtyPages) {
            // One that refuses is freed; a new one takes longer, and has better prospects.
            if (try? shell.move(layout, into: file)) != nil { return shell }
        }
        return nil
    }

    /// Empties a shell and keeps it, if it can be used again and there is room.
    func put(_ shell: SandboxShell, isAtRest: Bool) {
        guard count < capacity, (try? shell.vacate(isAtRest: isAtRest)) == true else { return }
        let vacant = Vacant(shell: shell)
        shells.withLock { shells in
            if shells.count < capacity { shells.append(vacant) }
        }
    }

    /// The last that came, and of these one that has the guest's page tables if any has.
    private func remove(for layout: SandboxLayout, _ tracksDirtyPages: Bool) -> SandboxShell? {
        let vacant: Vacant? = shells.withLock { shells in
            func fits(_ vacant: Vacant) -> Bool {
                vacant.shell.tracksDirtyPages == tracksDirtyPages && vacant.shell.hasRoom(for: layout)
            }
            let known = shells.lastIndex { fits($0) && $0.shell.knows(layout) }
            guard let index = known ?? shells.lastIndex(where: fits) else { return nil }
            return shells.remove(at: index)
        }
        return vacant?.shell
    }
}

/// A shell that nobody uses, and so can go from one thread to another.
private struct Vacant: @unchecked Sendable {
    let shell: SandboxShell
}
