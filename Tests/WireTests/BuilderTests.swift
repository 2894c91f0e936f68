import Testing
import Wire

/// The builder's promises: alignment, room, and no byte that it was not asked to write.
@Suite("Builder")
struct BuilderTests {
    @Test(arguments: 0..<8)
    func messagesStartAndEndAtMultiplesOf8(slack: Int) throws {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 512, alignment: 8)
        defer { memory.deallocate() }
        for length in 0..<20 {
            let buffer = UnsafeMutableRawBufferPointer(rebasing: memory[..<(512 - slack)])
            let range = try GuestLogDataWriter.write(
                message: String(repeating: "x", count: length), level: .info, into: buffer)
            #expect(range.lowerBound % 8 == 0)
            #expect(range.upperBound == 512 - (slack + 7) / 8 * 8)
        }
    }

    @Test func everyCapacityBelowTheNeededOneIsRefused() throws {
        let write = { (writer: inout FunctionCallWriter) in
            try writer.append("text")
            try writer.append(Int64(1))
            try writer.append([UInt8](repeating: 1, count: 21))
        }
        let needed = try callMessage(write).count
        for capacity in 0..<needed {
            let error = #expect(throws: WireError.self) { _ = try callMessage(capacity: capacity, write) }
            guard case .bufferTooSmall(let reached, let available) = error else {
                Issue.record("capacity \(capacity): \(String(describing: error))")
                continue
            }
            #expect(available == capacity / 8 * 8)
            #expect(reached > available && reached <= needed)
        }
        let exact = try callMessage(capacity: needed, write)
        #expect(exact.count == needed)
    }

    @Test func paddingIsZero() throws {
        let fills: [UInt8] = [0x00, 0xA5, 0xFF]
        let messages = try fills.map { fill in
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 512, alignment: 8)
            defer { buffer.deallocate() }
            buffer.initializeMemory(as: UInt8.self, repeating: fill)
            var writer = FunctionCallWriter(writingInto: buffer)
            try writer.append("a")
            try writer.append(true)
            try writer.append(1.5)
            let range = try writer.finish(functionName: "name", expectedReturnType: .bool)
            #expect(buffer[..<range.lowerBound].allSatisfy { $0 == fill })
            return [UInt8](buffer[range])
        }
        #expect(messages[0] == messages[1])
        #expect(messages[1] == messages[2])
    }

    @Test func defaultsAreLeftOut() throws {
        let withDefault = try message { try GuestLogDataWriter.write(message: "m", level: .info, into: $0) }
        let without = try message { try GuestLogDataWriter.write(message: "m", level: .debug, into: $0) }
        #expect(withDefault.count <= without.count)
        let table = try TableView(rootOf: withDefault.span.bytes)
        let level = try table.optionalScalar(2, as: UInt8.self)
        #expect(level == nil)
    }

    @Test func vectorsOfEveryScalar() throws {
        func roundTrip<Scalar: FlatBufferScalar & Equatable>(_ values: [Scalar]) throws {
            let bytes = try builtMessage { builder in
                let vector = try builder.appendVector(values.span)
                builder.startTable()
                try builder.add(3, vector)
                return try builder.endTable()
            }
            let table = try TableView(rootOf: bytes.span.bytes)
            guard let vector = try table.scalars(3, of: Scalar.self) else {
                Issue.record("the vector of \(Scalar.self) is missing")
                return
            }
            let read = try (0..<vector.count).map { try vector.element(at: $0) }
            #expect(read == values)
        }
        try roundTrip([true, false, true])
        try roundTrip([Int8.min, 0, .max])
        try roundTrip([UInt8.max, 0])
        try roundTrip([Int16.min, .max])
        try roundTrip([UInt16.max])
        try roundTrip([Int32.min, .max])
        try roundTrip([UInt32.max, 1])
        try roundTrip([Int64.min, .max])
        try roundTrip([UInt64.max])
        try roundTrip([Float.pi, -0.0])
        try roundTrip([Double.pi, .infinity, -.leastNonzeroMagnitude])
    }
}
