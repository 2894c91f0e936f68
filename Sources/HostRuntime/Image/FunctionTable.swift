internal import Wire

/// A function as an image lists it.
struct FunctionEntry: Equatable, Sendable {
    let signature: FunctionSignature
    let address: GuestAddress
}

extension ELFFile {
    /// The functions listed in `section`, by name. An absent section lists none.
    ///
    /// The compiler may repeat a library's record in each module that imports it, so a record that equals an earlier
    /// one in name and address is dropped; another address under the same name is a clash.
    func functions(inSection section: String) throws(ImageError) -> [String: FunctionEntry] {
        guard sections.contains(where: { $0.name == section }) else { return [:] }
        guard let records = contents(ofSection: section) else {
            throw ImageError(.truncated, "section \(section) lies outside the file, which has \(contents.count) bytes")
        }
        let size = FunctionRecord.size
        let count = records.count / size
        guard records.count == count * size else {
            throw ImageError(
                .badFunctionTable,
                "section \(section) has \(records.count) bytes, not a multiple of \(size)")
        }
        guard count <= Self.maximumRecords,
            let table = records.table(at: 0, of: count, size: GuestNumber(size))
        else {
            throw ImageError(
                .badFunctionTable,
                "section \(section) lists \(count) functions, at most \(Self.maximumRecords) are possible")
        }
        var functions: [String: FunctionEntry] = [:]
        for (number, record) in table.enumerated() {
            let entry = try decode(record, "record \(number) of \(section)")
            let name = entry.signature.name
            if let earlier = functions[name], earlier != entry {
                throw ImageError(.badFunctionTable, "two different functions are named \(name.debugDescription)")
            }
            functions[name] = entry
        }
        return functions
    }

    /// Bounds the memory that a list can cost the host.
    private static let maximumRecords = 16_384

    private func decode(_ record: CheckedBytes, _ place: String) throws(ImageError) -> FunctionEntry {
        func field<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type, _ offset: Int) -> GuestNumber {
            record.load(type, at: GuestNumber(offset)) ?? 0
        }
        let version = field(UInt16.self, FunctionRecord.versionOffset)
        guard version == GuestNumber(FunctionRecord.version) else {
            throw ImageError(
                .badFunctionTable, "\(place) has version \(version), expected \(FunctionRecord.version)")
        }
        let (flags, reserved) = (
            field(UInt8.self, FunctionRecord.flagsOffset), field(UInt16.self, FunctionRecord.reservedOffset)
        )
        guard flags == 0, reserved == 0 else {
            throw ImageError(
                .badFunctionTable,
                "\(place) has flags \(flags) and reserved bits \(reserved), of which this version knows none")
        }
        let nameLength = field(UInt8.self, FunctionRecord.nameLengthOffset)
        guard nameLength > 0, nameLength <= GuestNumber(FunctionRecord.nameCapacity),
            let bytes = record.slice(GuestNumber(FunctionRecord.nameOffset), nameLength),
            let name = String(validating: bytes.elements, as: UTF8.self), name.unicodeScalars.allSatisfy(\.isPrintable)
        else {
            throw ImageError(
                .badFunctionTable,
                "\(place) has a name of \(nameLength) bytes; names are 1 to \(FunctionRecord.nameCapacity) bytes of printable UTF-8"
            )
        }
        let claimedCount = field(UInt8.self, FunctionRecord.parameterCountOffset)
        guard let count = claimedCount.bounded(by: FunctionRecord.parameterCapacity) else {
            throw ImageError(
                .badFunctionTable,
                "\(name) has \(claimedCount) parameters, at most \(FunctionRecord.parameterCapacity) are possible")
        }
        var parameters: [ValueType] = []
        for index in 0..<count {
            let code = field(UInt8.self, FunctionRecord.parameterTypesOffset + index)
            guard let type = code.decoded(as: ValueType.self), type != .void else {
                throw ImageError(.badFunctionTable, "parameter \(index) of \(name) has unknown type \(code)")
            }
            parameters.append(type)
        }
        let code = field(UInt8.self, FunctionRecord.returnTypeOffset)
        guard let result = code.decoded(as: ValueType.self) else {
            throw ImageError(.badFunctionTable, "\(name) returns unknown type \(code)")
        }
        return FunctionEntry(
            signature: FunctionSignature(name: name, parameters: parameters, result: result),
            address: GuestAddress(field(UInt64.self, FunctionRecord.entryOffset)))
    }
}
