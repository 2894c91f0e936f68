import HostRuntime

extension GuestCall {
    /// Makes the call, checks what comes back, and does the same to the model.
    ///
    func perform(
        by call: Caller, on model: inout GuestModel, in areas: GuestAreas, processor: ExpectedProcessor
    ) throws {
        switch self {
        case .increment:
            model.counter += 1
            try expect(model.counter, try call("increment"))
        case .fill(let area, let offset, let count, let seed):
            let words = areas[area].words(at: offset, count: count)
            try call("fillWords", words.address, UInt32(words.count), seed)
            if area == .data || area == .heap { model.fill(words.address, words.count, seed) }
        case .read(let area, let offset):
            let address = areas[area].words(at: offset, count: 1).address
            try expect(model.words[address, default: area.initialWord], try call("wordAt", address))
        case .keepBlock(let slot, let size, let value):
            try call("keepBlock", slot, size, value)
            model.blockSums[slot] = UInt64(size) * UInt64(value)
        case .sumBlocks:
            try expect(model.blockSums.values.reduce(0, +), try call("keptSum"))
        case .churn(let size, let count):
            try expect(UInt64(count * (count - 1) / 2), try call("allocateAndFree", size, count))
        case .throwError:
            try demandError(.guestError) { try call("lookUp", "nobody") as String }
        case .hostFunction(let number):
            try expect(number + 1, try call("add", number, Int32(1)))
        case .hostAnswer(let count):
            try expect(3 * UInt64(count), try call("bytesFromHost", count))
        case .argument(let count, let value):
            try expect(
                UInt64(count) * UInt64(value), try call("bytesSum", [UInt8](repeating: value, count: count)))
        case .result(let count, let value):
            try expect([UInt8](repeating: value, count: Int(count)), try call("makeBytes", count, UInt32(value)))
        case .excessiveArgument:
            try demandError(.argumentsTooLarge) {
                try call("echoBytes", [UInt8](repeating: 5, count: 40_000)) as [UInt8]
            }
        case .catchHostError:
            let text: String = try call("catchHostError", "lost")
            try demand(text.hasPrefix("caught: "), "the guest caught \(text)")
        case .throwHostError:
            try demandError(.hostFunctionFailed) { try call("passHostErrorOn", "lost") as Int32 }
        case .log(let count):
            try call("logMany", count, "a line of some length, so that the buffer is full after a while")
        case .disturbProcessor(let word):
            try call("disturbProcessor", word, processor.components)
        case .inspectProcessor:
            try expect(processor.digest, try call("processorDigest", processor.components))
        case .end(let ending):
            try ending.perform(by: call, in: areas)
        }
    }

    private func expect<Value: Equatable>(_ expected: Value, _ value: Value) throws {
        try demand(value == expected, "\(self) gives \(value), not \(expected)")
    }
}
