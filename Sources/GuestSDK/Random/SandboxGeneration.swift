internal import Wire

/// Tells copies of a guest apart.
///
/// After a restore, and in a sandbox made from a snapshot, a guest's memory says nothing about what happened: it is as it
/// was when the snapshot was taken. This number is the host's, and differs. A guest that keeps what must not exist twice,
/// such as a sequence number or a connection's nonce, remembers the generation with it and starts over when it changed.
public enum SandboxGeneration {
    /// A number that no other sandbox of the host process has, nor this one before its latest restore; never zero.
    ///
    /// It cannot change while a guest function runs. Reading it does not leave the guest.
    public static var current: UInt64 { GuestRuntime.environment.pointee.generation }
}
