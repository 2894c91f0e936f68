import Testing
import Wire

/// What the verifier refuses beyond what reading notices, and that its work is bounded.
@Suite("Verifier")
struct VerifierTests {
    /// A table that holds a string, its like, and a vector of its like: slots 0, 1 and 2.
    private struct NodeView: FlatBufferTable, ~Escapable {
        let table: TableView

        @_lifetime(copy table)
        init(_ table: TableView) { self.table = table }

        static func verify(_ table: TableView, with verifier: inout Verifier) throws(WireError) {
            try verifier.string(0, of: table, required: false)
            try verifier.table(1, of: table, as: NodeView.self, required: false)
            try verifier.tables(2, of: table, as: NodeView.self, required: false)
        }
    }

    private func chain(length: Int) throws -> [UInt8] {
        try builtMessage { builder in
            var node: FlatBufferOffset?
            for _ in 0..<length {
                builder.startTable()
                try builder.add(1, node)
                node = try builder.endTable()
            }
            return try #require(node)
        }
    }

    @Test func depthIsLimited() throws {
        let deepest = try chain(length: 64)
        try Verifier.verify(deepest.span.bytes, as: NodeView.self)
        let tooDeep = try chain(length: 65)
        let error = #expect(throws: WireError.self) { try Verifier.verify(tooDeep.span.bytes, as: NodeView.self) }
        #expect(error?.defect == .tooDeep)
    }

    @Test func sharedTablesDoNotMultiplyTheWork() throws {
        // Each level refers ten times to the one below: 10^9 paths, in less than a kilobyte.
        let bytes = try builtMessage { builder in
            builder.startTable()
            var node = try builder.endTable()
            for _ in 0..<9 {
                let children = [FlatBufferOffset](repeating: node, count: 10)
                let vector = try builder.appendVector(children.span)
                builder.startTable()
                try builder.add(2, vector)
                node = try builder.endTable()
            }
            return node
        }
        #expect(bytes.count < 1024)
        let error = #expect(throws: WireError.self) { try Verifier.verify(bytes.span.bytes, as: NodeView.self) }
        #expect(error?.defect == .tooComplex)
        let generous = Verifier.Limits(tableCount: 1000, sharing: .max / bytes.count)
        let counted = #expect(throws: WireError.self) {
            try Verifier.verify(bytes.span.bytes, as: NodeView.self, limits: generous)
        }
        #expect(counted?.defect == .tooComplex)
    }

    @Test func sharedStringsDoNotMultiplyTheWork() throws {
        let bytes = try builtMessage { builder in
            let text = try builder.appendString(String(repeating: "x", count: 4000))
            var nodes: [FlatBufferOffset] = []
            for _ in 0..<100 {
                builder.startTable()
                try builder.add(0, text)
                nodes.append(try builder.endTable())
            }
            let vector = try builder.appendVector(nodes.span)
            builder.startTable()
            try builder.add(2, vector)
            return try builder.endTable()
        }
        let error = #expect(throws: WireError.self) { try Verifier.verify(bytes.span.bytes, as: NodeView.self) }
        #expect(error?.defect == .tooComplex)
    }

    @Test func moderateSharingIsFine() throws {
        let bytes = try builtMessage { builder in
            let text = try builder.appendString("shared by two")
            builder.startTable()
            try builder.add(0, text)
            let child = try builder.endTable()
            builder.startTable()
            try builder.add(0, text)
            try builder.add(1, child)
            return try builder.endTable()
        }
        try Verifier.verify(bytes.span.bytes, as: NodeView.self)
    }

    @Test func stringWithoutNUL() throws {
        var bytes = try sparseLog(message: "abcd")
        let end = try #require(bytes.firstRange(of: [UInt8]("abcd".utf8))).upperBound
        bytes[end] = 1
        #expect(defect(of: bytes) == .unterminatedString)
    }

    @Test(
        arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]])
    func stringThatIsNotUTF8(_ invalid: [UInt8]) throws {
        var bytes = try sparseLog(message: "abcdefgh")
        let start = try #require(bytes.firstRange(of: [UInt8]("abcd".utf8))).lowerBound
        bytes.replaceSubrange(start + 8 - invalid.count..<start + 8, with: invalid)
        #expect(defect(of: bytes) == .invalidUTF8)
        let error = #expect(throws: WireError.self) {
            _ = try GuestLogDataView(message: bytes.span.bytes).message.decoded()
        }
        #expect(error == .malformed(.invalidUTF8, offset: start + 8 - invalid.count))
    }

    @Test func misalignedTable() throws {
        var bytes = try sparseLog(message: "abcd")
        bytes.insert(contentsOf: [0, 0], at: 8)
        bytes[0] += 2
        #expect(defect(of: bytes) == .misaligned)
    }

    @Test func wrongIdentifier() throws {
        var bytes = try sparseLog(message: "abcd")
        bytes[4] ^= 1
        #expect(defect(of: bytes) == .wrongFileIdentifier)
    }

    @Test func missingRequiredField() throws {
        let bytes = try builtMessage(identifier: GuestLogDataView.fileIdentifier) { builder in
            builder.startTable()
            return try builder.endTable()
        }
        #expect(defect(of: bytes) == .missingField)
        #expect(throws: WireError.self) { _ = try GuestLogDataView(message: bytes.span.bytes).message }
    }

    @Test func unknownEnumCase() throws {
        let bytes = try builtMessage(identifier: GuestLogDataView.fileIdentifier) { builder in
            let text = try builder.appendString("m")
            builder.startTable()
            try builder.add(0, text)
            try builder.add(2, UInt8(7))
            return try builder.endTable()
        }
        #expect(defect(of: bytes) == .unknownEnumCase)
    }

    @Test(arguments: [
        (UInt8(0), true, WireError.Defect.missingField), (11, true, .unknownUnionType), (1, false, .missingUnionValue),
    ])
    func badUnion(discriminator: UInt8, hasValue: Bool, expected: WireError.Defect) throws {
        let bytes = try builtMessage(identifier: FunctionCallView.fileIdentifier) { builder in
            let value = hasValue ? try builder.appendVoidValue() : nil
            builder.startTable()
            try builder.add(1, value)
            try builder.add(0, discriminator)
            let parameters = [try builder.endTable()]
            return try builder.appendFunctionCall(
                functionName: builder.appendString("f"), parameters: builder.appendVector(parameters.span))
        }
        let verification = #expect(throws: WireError.self) {
            try FunctionCallView.verify(message: bytes.span.bytes)
        }
        #expect(verification?.defect == expected)
        let reading = #expect(throws: WireError.self) {
            _ = try FunctionCallView(message: bytes.span.bytes).parameter(at: 0)
        }
        #expect(reading?.defect == expected)
    }

    @Test func tableThatRefersToItself() throws {
        // A root at 8 with its vtable at 16; its one field holds an offset, which cannot be 0 or lead back.
        var bytes: [UInt8] = [8, 0, 0, 0, 0, 0, 0, 0]
        bytes += [0xF8, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]
        bytes += [8, 0, 8, 0, 0, 0, 4, 0]
        let error = #expect(throws: WireError.self) { try Verifier.verify(bytes.span.bytes, as: NodeView.self) }
        #expect(error == .malformed(.outOfBounds, offset: 12))
    }

    private func sparseLog(message text: String) throws -> [UInt8] {
        try message { try GuestLogDataWriter.write(message: text, level: .info, into: $0) }
    }

    private func defect(of bytes: [UInt8]) -> WireError.Defect? {
        #expect(throws: WireError.self) { try GuestLogDataView.verify(message: bytes.span.bytes) }?.defect
    }
}

extension WireError {
    fileprivate var defect: Defect? {
        guard case .malformed(let defect, _) = self else { return nil }
        return defect
    }
}
