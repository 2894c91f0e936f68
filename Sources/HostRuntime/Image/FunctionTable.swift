internal import Wire

/// A function as an image lists it.
struct FunctionEntry: Equatable, Sendable {
    let signature: FunctionSignature
    let address: UInt64
}

extension ELFFile {
    /// The functions listed in `section`, by name. An absent section lists none.
    ///
    /// The compiler may repeat a library's record in each module that imports it, so a record that equals an earlier
    /// one in name and address is dropped; another address under the same name is a clash.
    func functions(inSection section: String) throws(ImageError) -> [String: FunctionEntry] {
        guard sections.contains(where: { $0.name == section }) else { return [:] }
        guard let records = contents(ofSection: section) else {
            throw ImageError(.truncated, "section \(section) lies outside the file")
        }
        let size = UInt64(FunctionRecord.size)
        guard records.count % size == 0 else {
            throw ImageError(
                .badFunctionTable,
                "section \(section) has \(records.count) bytes, not a multiple of \(size)")
        }
        guard records.count / size <= Self.maximumRecords else {
            throw ImageError(
                .badFunctionTable,
                "section \(section) lists \(records.count / size) functions, at most \(Self.maximumRecords) are possible"
            )
        }
        var functions: [String: FunctionEntry] = [:]
        for number in 0..<records.count / size {
            guard let record = records.slice(number * size, size) else { break }
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
    private static let maximumRecords: UInt64 = 16_384

    private func decode(_ record: CheckedBytes, _ place: String) throws(ImageError) -> FunctionEntry {
        func byte(_ offset: Int) -> Int { Int(record.load(UInt8.self, at: UInt64(offset)) ?? 0) }
        let version = record.load(UInt16.self, at: UInt64(FunctionRecord.versionOffset))
        guard version == FunctionRecord.version else {
            throw ImageError(
                .badFunctionTable, "\(place) has version \(version ?? 0), expected \(FunctionRecord.version)")
        }
        guard byte(FunctionRecord.flagsOffset) == 0,
            record.load(UInt16.self, at: UInt64(FunctionRecord.reservedOffset)) == 0
        else {
            throw ImageError(.badFunctionTable, "\(place) has flags or reserved bits that this version does not know")
        }
        let nameLength = byte(FunctionRecord.nameLengthOffset)
        guard (1...FunctionRecord.nameCapacity).contains(nameLength),
            let bytes = record.slice(UInt64(FunctionRecord.nameOffset), UInt64(nameLength)),
            let name = String(validating: bytes.elements, as: UTF8.self), !name.contains("\0")
        else {
            throw ImageError(
                .badFunctionTable,
                "\(place) has a name of \(nameLength) bytes; names are 1 to \(FunctionRecord.nameCapacity) bytes of UTF-8"
            )
        }
        let count = byte(FunctionRecord.parameterCountOffset)
        guard count <= FunctionRecord.parameterCapacity else {
            throw ImageError(
                .badFunctionTable,
                "\(name) has \(count) parameters, at most \(FunctionRecord.parameterCapacity) are possible")
        }
        var parameters: [ValueType] = []
        for index in 0..<count {
            let code = byte(FunctionRecord.parameterTypesOffset + index)
            guard let type = ValueType(rawValue: UInt8(code)), type != .void else {
                throw ImageError(.badFunctionTable, "parameter \(index) of \(name) has unknown type \(code)")
            }
            parameters.append(type)
        }
        let code = byte(FunctionRecord.returnTypeOffset)
        guard let result = ValueType(rawValue: UInt8(code)) else {
            throw ImageError(.badFunctionTable, "\(name) returns unknown type \(code)")
        }
        return FunctionEntry(
            signature: FunctionSignature(name: name, parameters: parameters, result: result),
            address: record.load(UInt64.self, at: UInt64(FunctionRecord.entryOffset)) ?? 0)
    }
}
