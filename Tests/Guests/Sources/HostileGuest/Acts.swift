import CHostile
import GuestSDK

@GuestFunction func harmless() -> Int32 { 1 }

@GuestFunction func instruction(_ number: UInt32) { hostile_instruction(number) }
@GuestFunction func read(_ address: UInt64) -> UInt64 { hostile_read(address) }
@GuestFunction func write(_ address: UInt64, _ value: UInt64) { hostile_write(address, value) }
@GuestFunction func jump(_ address: UInt64) { hostile_jump(address) }

@GuestFunction func out(_ port: UInt64, _ first: UInt64, _ second: UInt64) { hostile_out(port, first, second) }
@GuestFunction func out8(_ port: UInt32) { hostile_out8(port) }
@GuestFunction func input(_ port: UInt32) { hostile_in(port) }
@GuestFunction func stringOut(_ port: UInt32, _ address: UInt64, _ count: UInt64) {
    hostile_string_out(port, address, count)
}
@GuestFunction func stringIn(_ port: UInt32, _ address: UInt64, _ count: UInt64) {
    hostile_string_in(port, address, count)
}

/// Fills memory with a pattern, then leaves by a port with two words of the caller's choice.
@GuestFunction
func fillAndOut(_ address: UInt64, _ content: RawSpan, _ port: UInt64, _ first: UInt64, _ second: UInt64) {
    let destination = UnsafeMutableRawPointer(bitPattern: UInt(address))
    for index in content.byteOffsets {
        destination?.storeBytes(
            of: content.unsafeLoad(fromByteOffset: index, as: UInt8.self), toByteOffset: index, as: UInt8.self)
    }
    hostile_out(port, first, second)
}
