import Testing
import Wire

@testable import HostRuntime

@Suite("Hostile acts: ports")
struct PortTests {
    /// A port access, by its operand size in bytes.
    private static func access(isInput: Bool, size: UInt16) -> [UInt8] {
        (size == 2 ? [0x66] : []) + [(isInput ? 0xec : 0xee) | (size == 1 ? 0 : 1)]
    }

    /// mov the parameter, %edx
    private static let loadPort: [UInt8] = [0x8b, 0x13]

    private static let open = Set(
        ExitPort.allCases.filter(\.isOpenToGuests).flatMap { port in (0..<4).map { port.rawValue + $0 } })

    private static let exits = Set(ExitPort.allCases.map(\.rawValue))

    /// At, before, across and behind the edge of what is open: the processor asks for the permission of each byte port.
    @Test(arguments: [false, true])
    func everyPortOfTheBitmapsEdges(_ isInput: Bool) throws {
        try commit(
            [UInt16(1), 2, 4].flatMap { size in
                (Array(0xdc...0xe5) + Array(0xee...0x101)).filter { isInput || size != 4 || !Self.exits.contains($0) }
                    .map { port in
                        let isOpen = (port..<port + size).allSatisfy(Self.open.contains)
                        return Act(
                            "\(isInput ? "in" : "out") of \(size) bytes at 0x\(String(port, radix: 16))",
                            Self.loadPort + Self.access(isInput: isInput, size: size), parameters: [UInt64(port)],
                            isOpen ? .violation : .generalProtection)
                    }
            })
    }

    /// Other devices' ports: timers, keyboard, PCI, real-time clock, the QEMU firmware's and VMware's.
    @Test func closedPorts() throws {
        let ports: [UInt64] = [
            0, 0x20, 0x21, 0x40, 0x43, 0x60, 0x64, 0x70, 0x80, 0x92, 0xa0, 0xb2, 0x3f8, 0x510, 0xcf8, 0xcfc, 0x5658,
            0x7ff8, 0x8000, 0xffff,
        ]
        let accesses = [UInt16(1), 2, 4].flatMap { size in
            [false, true].map { ("\($0 ? "in" : "out") of \(size) bytes", Self.access(isInput: $0, size: size)) }
        }
        let contained = try ContainedSandbox(accesses.map { Self.loadPort + $1 })
        for port in ports {
            let name = "0x\(String(port, radix: 16))"
            for (access, code) in accesses {
                // The upper half of EDX is not part of the port.
                let error = try contained.commit(
                    Act(
                        "\(access) at \(name)", Self.loadPort + code, parameters: [0xe0_0000 | port],
                        .generalProtection))
                #expect(error?.message.contains("port \(name) is closed") == true)
            }
        }
    }

    /// INS and OUTS of each size, once and repeated, to and from memory that is there and that is not.
    ///
    /// KVM looks at memory before or after it leaves for the port: either ends the call. A word that it takes as a plain OUT is
    /// one more garbage message.
    @Test func stringAccesses() throws {
        let contained = try ContainedSandbox(Self.stringCodes.map(\.code))
        let memory: [UInt64] = [
            contained.heap + 4096, 0, RawGuest.codeAddress, SupervisorLayout.descriptors.rawValue,
            contained.layout.pageTables.start.rawValue, 1 << 63,
        ]
        for (name, code) in Self.stringCodes {
            for address in memory {
                // A page fault is a write's for INS and a read's for OUTS, of a page that is there or not.
                let faults: [ActEnd] = (4...7).map { .pageFault(errorCode: $0, address: address) }
                let refusals: [ActEnd] = faults + [.generalProtection]
                for count: UInt64 in [1, 100] {
                    let place = "at 0x\(String(address, radix: 16)), \(count) times"
                    try contained.commit(
                        Act(
                            "\(name) \(place), open port", code,
                            parameters: [UInt64(ExitPort.callReturn.rawValue), address, count], refusals + [.violation])
                    )
                    try contained.commit(
                        Act(
                            "\(name) \(place), closed port", code,
                            parameters: [UInt64(ExitPort.fault.rawValue), address, count], refusals))
                }
            }
        }
    }

    private static let stringInstructions: [(name: String, code: [UInt8])] = [
        ("insb", [0x6c]), ("insw", [0x66, 0x6d]), ("insl", [0x6d]), ("outsb", [0x6e]), ("outsw", [0x66, 0x6f]),
        ("outsl", [0x6f]),
    ]

    private static let stringCodes: [(name: String, code: [UInt8])] = stringInstructions.flatMap { instruction in
        // mov the parameters, %edx, %rdi, %rcx; mov %rdi, %rsi
        let operands: [UInt8] = [0x8b, 0x13, 0x48, 0x8b, 0x7b, 0x08, 0x48, 0x8b, 0x4b, 0x10, 0x48, 0x89, 0xfe]
        let repeated: [UInt8] = [0xf3] + instruction.code
        return [(instruction.name, operands + instruction.code), ("rep " + instruction.name, operands + repeated)]
    }

    /// A string input that is pending when the call ends writes nothing into what a restore brought back.
    @Test func aPendingStringInputComesToNothing() throws {
        let code = try #require(Self.stringCodes.first { $0.name == "rep insb" }).code
        let contained = try ContainedSandbox([code])
        let target = try #require(contained.marked)
        try #require(contained.resources.memory.store(UInt64(0), at: target.start.rawValue))
        // After it comes a restore, and a call that the input would be carried out in.
        try contained.commit(
            Act(
                "rep insb", code, parameters: [UInt64(ExitPort.callReturn.rawValue), target.start.rawValue, 8],
                .violation))
        let bytes = try #require(contained.resources.memory.bytes(target))
        #expect(bytes.allSatisfy { $0 == ContainedSandbox.mark }, "the snapshot's")
    }

    private func commit(_ acts: [Act]) throws {
        let contained = try ContainedSandbox(acts)
        for act in acts { try contained.commit(act) }
    }
}
