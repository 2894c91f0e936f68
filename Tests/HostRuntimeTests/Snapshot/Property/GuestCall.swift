/// What a step has the guest do.
enum GuestCall: Equatable, Sendable {
    case increment
    case fill(WritableArea, offset: Int, count: Int, seed: UInt64)
    case read(ModelledArea, offset: Int)
    case keepBlock(slot: UInt32, size: UInt32, value: UInt32)
    case sumBlocks
    /// Blocks that the guest gives back at once.
    case churn(size: UInt32, count: UInt32)
    case throwError
    case hostFunction(Int32)
    /// The host writes that many bytes in the middle of the call.
    case hostAnswer(count: UInt32)
    /// The host writes that many bytes before the call.
    case argument(count: Int, value: UInt8)
    case result(count: UInt32, value: UInt8)
    /// Arguments that do not fit, which the host finds out while it writes them.
    case excessiveArgument
    case catchHostError
    case throwHostError
    case log(count: Int32)
    case disturbProcessor(UInt64)
    case inspectProcessor
    case end(Ending)
}

extension GuestCall {
    /// Whether the call leaves a poisoned sandbox.
    var poisons: Bool {
        if case .end = self { true } else { false }
    }

    static func random(using random: inout some RandomNumberGenerator) -> GuestCall {
        func number<Value: FixedWidthInteger>(_ range: Range<Value>) -> Value { .random(in: range, using: &random) }
        switch number(0..<100) {
        case 0..<15: return .increment
        case 15..<45:
            let areas = WritableArea.allCases
            // Mostly a word, sometimes some pages.
            let count = number(0..<4) == 0 ? number(1..<1500) : number(1..<4)
            return .fill(
                areas[number(0..<areas.count)], offset: number(0..<65536), count: count, seed: random.next())
        case 45..<55: return .read(number(0..<2) == 0 ? .data : .heap, offset: number(0..<65536))
        case 55..<60: return .keepBlock(slot: number(0..<8), size: number(1..<4096), value: number(0..<256))
        case 60..<63: return .sumBlocks
        case 63..<66: return .churn(size: number(1..<8192), count: number(1..<8))
        case 66..<68: return .throwError
        case 68..<71: return .hostFunction(number(0..<1000))
        case 71..<74: return .hostAnswer(count: number(0..<12_000))
        case 74..<77: return .argument(count: number(0..<12_000), value: number(0..<255))
        case 77..<80: return .result(count: number(0..<12_000), value: number(0..<255))
        case 80: return .excessiveArgument
        case 81: return .catchHostError
        case 82: return .throwHostError
        case 83..<85: return .log(count: number(1..<80))
        case 85..<87: return .disturbProcessor(random.next())
        case 87..<90: return .inspectProcessor
        default:
            let endings = Ending.allCases
            return .end(endings[number(0..<endings.count)])
        }
    }
}

/// Memory that the guest can write without harm to itself.
enum WritableArea: CaseIterable, Sendable {
    case data, heap
    /// Below what any call needs.
    case stack
    /// Behind the word that counts the records.
    case log
    /// Below the message of the call that writes.
    case input
    /// Below the message that the call returns.
    case output
}

/// Memory that nothing but ``GuestCall/fill(_:offset:count:seed:)`` writes, so that its words are known.
enum ModelledArea: Sendable {
    case data, heap

    /// What a word is that has not been written.
    var initialWord: UInt64 {
        switch self {
        case .data: 0
        case .heap: .max
        }
    }
}

/// A way for a call to end that leaves the guest's state unknown.
enum Ending: CaseIterable, Sendable {
    case trap, abort, exhaustedHeap, wildWrite, writeToHostPage, stackOverflow, uncaughtHostError
    case invalidInstruction, systemCall, halt
    case forgedReturn, malformedHostCall, malformedAbort, readyOutOfTurn, unknownPort
    case byteOutput, stringOutput, longStringOutput, input, stringInput, longStringInput
}
