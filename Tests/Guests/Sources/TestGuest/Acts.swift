import CHostile
import GuestSDK

// Ways for a call to end that leave an instruction unfinished or the guest in the middle of something. Each first changes
// the counter, so that there is something to undo.

@GuestFunction func executeInstruction(_ number: UInt32) {
    counter += 1
    hostile_instruction(number)
}

nonisolated(unsafe) private var isSpinning = true

/// Never returns.
@GuestFunction func spin() {
    counter += 1
    // Reading the clock is nothing that the compiler would leave out.
    while isSpinning { _ = MonotonicClock.now }
}

/// The same, when a host function has been told.
@GuestFunction func tellAndSpin() throws(HostFunctionError) {
    try hostNothing()
    spin()
}

@GuestFunction func leaveBy(_ port: UInt64, _ first: UInt64, _ second: UInt64) {
    counter += 1
    hostile_out(port, first, second)
}

@GuestFunction func leaveByByte(_ port: UInt32) {
    counter += 1
    hostile_out8(port)
}

@GuestFunction func leaveByInput(_ port: UInt32) {
    counter += 1
    hostile_in(port)
}

@GuestFunction func leaveByStringOutput(_ port: UInt32, _ address: UInt64, _ count: UInt64) {
    counter += 1
    hostile_string_out(port, address, count)
}

@GuestFunction func leaveByStringInput(_ port: UInt32, _ address: UInt64, _ count: UInt64) {
    counter += 1
    hostile_string_in(port, address, count)
}

// What a call finds of the processor, and what it leaves.

@GuestFunction func stateComponents() -> UInt64 { hostile_state_components() }

@GuestFunction func disturbProcessor(_ word: UInt64, _ components: UInt64) {
    hostile_disturb_processor(word, components)
}

@GuestFunction func processorDigest(_ components: UInt64) -> UInt64 { hostile_processor_digest(components) }
