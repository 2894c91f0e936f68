internal import FuzzSupport

@testable import HostRuntime
@testable import Wire

/// A guest that does what an input says: it writes, and then it leaves.
final class ScriptedGuest {
    private let script: Script
    private let layout: SandboxLayout
    /// Where it writes: wherever ring 3 can, and on the supervisor's stack, which holds a fault's report.
    private let regions: [GuestRange]
    /// The message that it wrote last.
    private var message = MachineWords.none

    /// The pages that it has written since they were protected.
    var written: PageSet
    /// Until then it does nothing but return: most scripts are more than a start that fails.
    var isHostile = false

    init(_ script: Script, _ layout: SandboxLayout) {
        self.script = script
        self.layout = layout
        regions = ScriptedSurroundings.shared.writableRegions
        written = PageSet(of: layout.memory)
        isHostile = script.byte() % 4 == 1
    }

    /// What a sandbox that does not settle is told: that it is beyond use, or the ring.
    func settle() -> PrivilegeLevel? { script.element(of: [.user, .supervisor, nil]) }

    // MARK: Running

    /// Goes on until it leaves.
    func run(in memory: UnsafeGuestMemory, from entered: ProcessorRegisters) -> (
        exit: MachineExit, registers: ProcessorRegisters
    ) {
        var registers = entered
        registers.rip = EntryCode.returnExit.rawBits
        guard isHostile else { return (.leaving(by: .callReturn, registers), registers) }
        while !script.isOver {
            let step = script.byte()
            switch step % 8 {
            case 0: write(script.bytes(script.byte()), at: place(), in: memory)
            case 1, 2, 3: writeMessage(in: memory)
            case 4: writeLog(in: memory)
            case 5: writeTrace(in: memory)
            case 6: registers[keyPath: script.element(of: Self.registers)] = value()
            default: return (exit(&registers), registers)
            }
        }
        return (.halt, registers)
    }

    /// An answer to a host call lies in the input buffer and can be read in full; other exits get none.
    func check(_ reply: MachineWords, in memory: UnsafeGuestMemory) {
        guard reply != .none else { return }
        guard let range = reply.place, layout.input.contains(range),
            let answer = memory.bytes(range), (try? FunctionCallResultView.verify(message: answer.bytes)) != nil
        else { preconditionFailure("an answer cannot be read") }
    }

    private static let registers: [any WritableKeyPath<ProcessorRegisters, UInt64> & Sendable] = [
        \.rax, \.rdx, \.rcx, \.rsi, \.rdi, \.rsp, \.rbp, \.rip, \.rflags,
    ]

    // MARK: Leaving

    private func exit(_ registers: inout ProcessorRegisters) -> MachineExit {
        let kind = script.byte()
        switch kind % 16 {
        case 0, 1, 2, 3:
            (registers.rdi, registers.rsi) = (message.first.rawBits, message.second.rawBits)
            return .leaving(by: script.element(of: [.callReturn, .hostCall, .hostCall, .abort]), registers)
        case 4: return .leaving(by: .logFlush, registers)
        case 5:
            (registers.rdi, registers.rsi) = (layout.traceRecords.start.rawBits, UInt64(script.byte()))
            return .leaving(by: .traceFlush, registers)
        case 6:
            (registers.rdi, registers.rsi) = (layout.heap.start.rawBits + UInt64(script.byte()) * 16, value())
            return .leaving(by: .memoryEvent, registers)
        case 7, 8:
            let stack = SupervisorLayout.faultStackTop
            registers.rsp = kind & 0x10 == 0 ? stack - UInt64(script.byte()) : value()
            return .leaving(by: .fault, value: UInt32(script.byte() % 2), registers)
        case 9: return .leaving(by: script.element(of: ExitPort.allCases), value: UInt32(script.byte()), registers)
        case 10:
            let words = MachineWords(registers)
            return .output(port: script.short(), value: UInt32(truncatingIfNeeded: script.word()), words: words)
        case 11:
            return .portAccess(
                port: script.short(), isInput: script.byte() % 2 == 0, size: Int(script.byte()),
                count: Int(truncatingIfNeeded: script.word()))
        case 12: return .memoryAccess(address: GuestAddress(rawBits: value()), isWrite: script.byte() % 2 == 0)
        case 13: return script.element(of: [.halt, .shutdown, .interrupted])
        case 14: return .failure(reason: UInt32(script.byte()), detail: script.word())
        default: return .leaving(by: .hostCall, registers)
        }
    }

    // MARK: Writing

    /// Any number, preferably one that leads somewhere.
    private func value() -> UInt64 {
        switch script.byte() % 8 {
        case 0: script.word()
        case 1: script.element(of: regions).start.rawBits &+ UInt64(bitPattern: Int64(Int8(bitPattern: script.byte())))
        case 2: script.element(of: regions).end.rawBits &+ UInt64(bitPattern: Int64(Int8(bitPattern: script.byte())))
        case 3: message.first.rawBits &+ UInt64(script.byte())
        case 4: message.second.rawBits &+ UInt64(script.byte())
        case 5: SmallImage.codeAddress &+ UInt64(script.byte())
        case 6: SupervisorLayout.entry.rawBits &+ UInt64(script.byte())
        default: UInt64(script.byte())
        }
    }

    private func place() -> UInt64 {
        let region = script.element(of: regions)
        let offset = UInt64(script.short()) % region.count.rawBits
        return script.byte() % 2 == 0 ? region.start.rawBits + offset : region.end.rawBits - 1 - offset
    }

    /// Writes as a guest does: nobody is told but the hypervisor. What would not fit is left out.
    private func write(_ bytes: [UInt8], at address: UInt64, in memory: UnsafeGuestMemory) {
        let start = GuestAddress(rawBits: address)
        guard let region = regions.first(where: { $0.contains(start) }),
            let rest = region.end.number.subtracting(start.number),
            let place = GuestRange(start: start, count: min(GuestNumber(bytes.count), rest)),
            let room = memory.bytes(place)
        else { return }
        UnsafeMutableRawBufferPointer(mutating: room).copyBytes(from: bytes.prefix(room.count))
        written.insert(place)
    }

    /// Writes a message into the output buffer, with some bytes changed.
    private func writeMessage(in memory: UnsafeGuestMemory) {
        var bytes = ScriptedMessage.bytes(by: script)
        damage(&bytes)
        let address = layout.output.start.rawBits + UInt64(script.byte()) * 8
        write(bytes, at: address, in: memory)
        message = MachineWords(first: GuestNumber(address), second: GuestNumber(bytes.count))
    }

    /// Stacks log records from the end of the log buffer down, each followed by its length.
    private func writeLog(in memory: UnsafeGuestMemory) {
        var records: [UInt8] = []
        for _ in 0...script.byte() % 4 {
            var record = ScriptedMessage.logRecord(by: script)
            damage(&record)
            records = record + UInt64(record.count).littleEndianBytes + records
        }
        write(records, at: layout.log.end.rawBits - UInt64(records.count), in: memory)
        let excess = UInt64(bitPattern: Int64(Int8(bitPattern: script.byte())))
        write((UInt64(records.count) &+ excess &* 8).littleEndianBytes, at: layout.log.start.rawBits, in: memory)
    }

    /// Writes some trace records, and how many it claims they are.
    private func writeTrace(in memory: UnsafeGuestMemory) {
        let records = script.bytes(script.byte())
        write(records, at: layout.trace.start.rawBits + UInt64(TraceRing.headerSize), in: memory)
        let count = script.byte() % 8 == 0 ? script.word() : UInt64(script.byte())
        write(count.littleEndianBytes, at: layout.trace.start.rawBits, in: memory)
    }

    private func damage(_ bytes: inout [UInt8]) {
        for _ in 0..<script.byte() % 4 where !bytes.isEmpty {
            bytes[Int(script.short()) % bytes.count] = script.byte()
        }
    }
}

extension MachineExit {
    /// An OUT with the words that the registers hold.
    fileprivate static func leaving(
        by port: ExitPort, value: UInt32 = 0, _ registers: ProcessorRegisters
    ) -> MachineExit {
        .output(
            port: port.rawValue, value: value, words: MachineWords(registers))
    }
}

extension MachineWords {
    /// The registers that carry them.
    fileprivate init(_ registers: ProcessorRegisters) {
        self.init(first: GuestNumber(registers.rdi), second: GuestNumber(registers.rsi))
    }
}

extension UInt64 {
    fileprivate var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}
