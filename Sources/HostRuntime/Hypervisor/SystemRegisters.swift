/// The registers that decide how a vCPU translates and protects: what ring 3 can never change.
struct SystemRegisters: Equatable, Sendable {
    /// A descriptor table's place and its size less one.
    struct Table: Equatable, Sendable {
        var base: UInt64
        var limit: UInt16
    }

    var cr0: UInt64
    var cr3: UInt64
    var cr4: UInt64
    var efer: UInt64
    var globalDescriptorTable: Table
    var interruptDescriptorTable: Table
    var taskStateSegment: Table
    var taskStateSelector: UInt16
    var codeSelector: UInt16
}
