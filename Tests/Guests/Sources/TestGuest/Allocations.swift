import GuestSDK

/// Allocations that tests of memory profiles count by hand. None is inlined, so that each is known by its name.

/// 32 bytes: a header of two words and two properties.
final class ChainLink {
    let next: ChainLink?
    let number: UInt64

    init(next: ChainLink?, number: UInt64) {
        self.next = next
        self.number = number
    }
}

nonisolated(unsafe) private var chain: ChainLink?
nonisolated(unsafe) private var lostBlocks: UInt64 = 0

/// Allocates that many blocks of `size` bytes, all at once, and frees them.
@GuestFunction func allocateBlocks(_ count: UInt32, _ size: UInt32) {
    withUnsafeTemporaryList(count) { blocks in
        for index in blocks.indices { blocks[index] = newBlock(size) }
        for block in blocks { block?.deallocate() }
    }
}

@inline(never) func newBlock(_ size: UInt32) -> UnsafeMutableRawPointer {
    .allocate(byteCount: Int(size), alignment: 16)
}

/// On the stack, so that it is no allocation.
@inline(__always)
private func withUnsafeTemporaryList(
    _ count: UInt32, _ body: (UnsafeMutableBufferPointer<UnsafeMutableRawPointer?>) -> Void
) {
    var list = InlineArray<64, UnsafeMutableRawPointer?>(repeating: nil)
    let used = min(Int(count), 64)
    var span = list.mutableSpan
    span.withUnsafeMutableBufferPointer { body(UnsafeMutableBufferPointer(rebasing: $0[..<used])) }
}

/// Keeps that many objects, and frees those that were kept before.
@GuestFunction func keepChain(_ count: UInt32) {
    dropLinks()
    for number in 0..<count { addLink(UInt64(number)) }
}

@inline(never) func addLink(_ number: UInt64) { chain = ChainLink(next: chain, number: number) }

/// One after the other: a long chain that goes at once would go by recursion.
@inline(never) func dropLinks() {
    while let first = chain { chain = first.next }
}

/// Loses a block of `size` bytes, at the end of `depth` calls.
@GuestFunction func loseBlock(_ size: UInt32, _ depth: UInt32) {
    if depth == 0 { forget(newBlock(size)) } else { loseBlockDeeper(size, depth - 1) }
    lostBlocks += 1
}

@inline(never) func loseBlockDeeper(_ size: UInt32, _ depth: UInt32) {
    if depth == 0 { forget(newBlock(size)) } else { loseBlockDeeper(size, depth - 1) }
    // Something to do after the call, or it would be a jump.
    lostBlocks += 1
}

@inline(never) func forget(_ block: UnsafeMutableRawPointer) { lostBlocks += 1 }

/// The sum of an array that grows an element at a time.
@GuestFunction func growArray(_ count: UInt32) -> UInt64 {
    var numbers: [UInt64] = []
    for number in 0..<count { numbers.append(UInt64(number)) }
    return numbers.reduce(0, +)
}

@_silgen_name("realloc")
private func reallocate(_ block: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer?

/// Has a block of 16 bytes grow `count` times to twice the size, and frees it.
@GuestFunction func growBlock(_ count: UInt32) {
    var block = reallocate(nil, 16)
    for index in 0..<min(Int(count), 16) { block = reallocate(block, 32 << index) }
    block?.deallocate()
}
