import CSecret
import GuestSDK

func bytes(of state: UnsafeRawPointer?) -> [UInt8] {
    [UInt8](UnsafeRawBufferPointer(start: state, count: Int(secret_state_size())))
}

@GuestFunction func enabledComponents() -> UInt64 { secret_enabled_components() }

@GuestFunction func segmentBase() -> UInt64 { secret_segment_base() }

@GuestFunction func setReachable(_ reachable: UInt32) { secret_set_reachable(reachable) }

/// Plants a secret in the processor, and returns what it then holds.
@GuestFunction func plantAndLook(_ word: UInt64, _ components: UInt64) -> [UInt8] {
    secret_plant(word, components, secret_way())
    return bytes(of: secret_state_planted_bytes())
}

/// Plants a secret in the processor, and leaves in a way that no function should.
@GuestFunction
func plantAndLeave(
    _ word: UInt64, _ components: UInt64, _ exit: UInt32, _ port: UInt32, _ address: UInt64,
    _ count: UInt64
) {
    var way = secret_way()
    way.exit = secret_exit(rawValue: exit)
    way.port = port
    way.address = address
    way.count = count
    secret_plant(word, components, way)
}

/// Plants a secret in the processor, and returns from the call with it, or throws.
///
/// - Parameter stackTop: The stack pointer with which the call began.
@GuestFunction
func plantAndReturn(
    _ word: UInt64, _ components: UInt64, _ stackTop: UInt64, _ failing: Bool
) throws(GuestError) {
    let reply = failing ? GuestReply.throwing(GuestError(code: 7, "planted")) : GuestReply.returningVoid()
    var way = secret_way()
    way.exit = secret_return
    way.address = stackTop
    way.reply_address = reply.address
    way.reply_length = reply.length
    secret_plant(word, components, way)
}
