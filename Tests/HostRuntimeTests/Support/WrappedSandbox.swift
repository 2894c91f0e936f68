import Testing

@testable import HostRuntime

extension Sandbox {
    /// A sandbox with `TestGuest`, and the machine that stands between it and KVM.
    ///
    /// - Parameter wrap: Takes the machine and the guest's memory.
    static func test<Machine: WrappedMachine>(
        configuration: Configuration = Configuration(logger: .silent), hostFunctions: HostFunctions = .forTests,
        on wrap: @escaping (KVMVirtualMachine, UnsafeGuestMemory) -> Machine
    ) throws -> (Sandbox, Machine) {
        var made: Machine?
        let sandbox = try Sandbox(
            guest: .image(TestGuests.test.get()), configuration: configuration, hostFunctions: hostFunctions
        ) { (memory, slots) throws(HypervisorError) in
            let machine = wrap(try KVMVirtualMachine(memory: memory, slots: slots), memory)
            made = machine
            return machine
        }
        return (sandbox, try #require(made))
    }
}
