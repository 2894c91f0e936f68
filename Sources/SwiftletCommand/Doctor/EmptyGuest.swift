import HostRuntime
import Wire

/// A guest that exports one function, `nothing()`, which returns at once: made here, since a machine that is to be examined
/// may have no guest.
enum EmptyGuest {
    static let function = "nothing"

    private static let codeAddress: UInt32 = 0x20_0000
    private static let codeOffset = 0x1000
    /// A zeroed page, where the start code keeps the address of the output buffer.
    private static let dataAddress: UInt32 = 0x20_1000

    /// An ELF executable with two loaded segments, the Swiftlet note, and a list of one function (System V ABI, "Object
    /// Files").
    static func image() throws(WireError) -> [UInt8] {
        let start = startCode
        let code = try start + functionCode(at: codeAddress + UInt32(start.count))

        let headersSize = 64 + 3 * 56
        let noteOffset = headersSize
        let note = self.note
        let recordOffset = noteOffset + note.count
        let record = functionRecord(entry: UInt64(codeAddress) + UInt64(start.count))
        let namesOffset = recordOffset + record.count
        let names = [0] + Array("names".utf8) + [0] + Array(FunctionRecord.exportSection.utf8) + [0]
        let sectionsOffset = (namesOffset + names.count + 7) & ~7

        var bytes: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
        bytes += word(UInt16(2)) + word(UInt16(62)) + word(UInt32(1)) + word(UInt64(codeAddress))
        bytes += word(UInt64(64)) + word(UInt64(sectionsOffset)) + word(UInt32(0))
        bytes += word(UInt16(64)) + word(UInt16(56)) + word(UInt16(3))
        bytes += word(UInt16(64)) + word(UInt16(3)) + word(UInt16(1))
        bytes += segment(
            type: 1, flags: 5, offset: codeOffset, address: codeAddress, fileSize: code.count, memorySize: code.count)
        bytes += segment(type: 1, flags: 6, offset: 0, address: dataAddress, fileSize: 0, memorySize: 8)
        bytes += segment(
            type: 4, flags: 4, offset: noteOffset, address: 0, fileSize: note.count, memorySize: note.count)
        bytes += note + record + names
        bytes += [UInt8](repeating: 0, count: sectionsOffset - bytes.count)
        bytes += [UInt8](repeating: 0, count: 64)
        bytes += section(name: 1, type: 3, offset: namesOffset, size: names.count)
        bytes += section(name: 7, type: 1, offset: recordOffset, size: record.count)
        bytes += [UInt8](repeating: 0, count: codeOffset - bytes.count)
        return bytes + code
    }

    // MARK: Code (Intel SDM volume 2)

    /// Called with the address of the environment block in RDI.
    private static var startCode: [UInt8] {
        let outputOffset = MemoryLayout<EnvironmentBlock>.offset(of: \.output) ?? 0
        return [0x48, 0x8b, 0x47, UInt8(outputOffset)]  // mov output(%rdi), %rax
            + [0x48, 0x89, 0x04, 0x25] + word(dataAddress)  // mov %rax, data
            + [0xc3]  // ret
    }

    /// Copies a result without a value, which lies behind the code, into the output buffer.
    private static func functionCode(at address: UInt32) throws(WireError) -> [UInt8] {
        let message = try self.message()
        func code(messageAddress: UInt32) -> [UInt8] {
            [0x48, 0x8b, 0x3c, 0x25] + word(dataAddress)  // mov data, %rdi
                + [0xbe] + word(messageAddress)  // mov $message, %esi
                + [0xb9] + word(UInt32(message.count))  // mov $count, %ecx
                + [0x48, 0x89, 0xf8]  // mov %rdi, %rax
                + [0x89, 0xca]  // mov %ecx, %edx
                + [0xf3, 0xa4]  // rep movsb
                + [0xc3]  // ret
        }
        let size = UInt32(code(messageAddress: 0).count)
        return code(messageAddress: address + size) + message
    }

    private static func message() throws(WireError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 8)
        defer { buffer.deallocate() }
        let written = try FunctionCallResultWriter.writeVoid(into: buffer)
        return Array(buffer[written])
    }

    // MARK: Tables

    private static var note: [UInt8] {
        let owner = Array(ImageNote.owner.utf8) + [0]
        let padding = [UInt8](repeating: 0, count: -owner.count & 3)
        return word(UInt32(owner.count)) + word(UInt32(4)) + word(ImageNote.type) + owner + padding
            + word(ImageNote.abiVersion)
    }

    private static func functionRecord(entry: UInt64) -> [UInt8] {
        var record = [UInt8](repeating: 0, count: FunctionRecord.size)
        func store(_ bytes: [UInt8], at offset: Int) {
            record.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        }
        store(word(FunctionRecord.version), at: FunctionRecord.versionOffset)
        store([UInt8(function.utf8.count)], at: FunctionRecord.nameLengthOffset)
        store([ValueType.void.rawValue], at: FunctionRecord.returnTypeOffset)
        store(Array(function.utf8), at: FunctionRecord.nameOffset)
        store(word(entry), at: FunctionRecord.entryOffset)
        return record
    }

    private static func segment(
        type: UInt32, flags: UInt32, offset: Int, address: UInt32, fileSize: Int, memorySize: Int
    ) -> [UInt8] {
        word(type) + word(flags) + word(UInt64(offset)) + word(UInt64(address)) + word(UInt64(address))
            + word(UInt64(fileSize)) + word(UInt64(memorySize)) + word(UInt64(4096))
    }

    private static func section(name: UInt32, type: UInt32, offset: Int, size: Int) -> [UInt8] {
        word(name) + word(type) + word(UInt64(0)) + word(UInt64(0)) + word(UInt64(offset)) + word(UInt64(size))
            + word(UInt64(0)) + word(UInt64(1)) + word(UInt64(0))
    }

    private static func word(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
