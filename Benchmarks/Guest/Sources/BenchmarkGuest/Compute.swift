import GuestSDK
import Kernels

nonisolated(unsafe) private var walk: MemoryWalk?

@GuestFunction func integerLoop(_ steps: UInt64) -> UInt64 { Kernels.integerLoop(steps: steps) }

@GuestFunction func floatingPointLoop(_ steps: UInt64) -> Double { Kernels.floatingPointLoop(steps: steps) }

@GuestFunction func hash(_ blocks: UInt64) -> UInt64 { Kernels.hash(blocks: blocks) }

/// Makes the memory that `walkMemory` goes through.
@GuestFunction func prepareWalk(_ count: UInt64) { walk = MemoryWalk(count: Int(count)) }

@GuestFunction func walkMemory(_ steps: UInt64) -> UInt64 { walk?.run(steps: steps) ?? 0 }
