import CSecret
import GuestSDK

let stateReply: GuestFunctionEntry = { _, _ in GuestReply.returning(bytes(of: secret_state_at_entry_bytes())) }
secret_set_state_reply(unsafeBitCast(stateReply, to: UnsafeRawPointer.self))
