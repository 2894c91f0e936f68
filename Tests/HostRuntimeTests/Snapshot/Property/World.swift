import Logging

@testable import HostRuntime

/// Some sandboxes and a pool of snapshots, and beside each what it must be.
///
/// Beside a snapshot stands a copy of all memory, made byte for byte when it was taken: with it every restore is
/// compared. Beside a sandbox stands what its guest must answer.
final class World {
    private struct Tenant {
        let sandbox: Sandbox
        var model: GuestModel
        /// What the memory was at the last snapshot or restore.
        var base: MemoryCopy?
        var monotonic: UInt64 = 0

        var isPoisoned: Bool { sandbox.poisonedBy != nil }
    }

    private struct Saved {
        let snapshot: Snapshot
        let memory: MemoryCopy
        let model: GuestModel
    }

    private static let tenantLimit = 3
    private static let poolLimit = 12

    private let tracksDirtyPages: Bool
    private let image: GuestImage
    private let areas: GuestAreas
    private let processor: ExpectedProcessor
    private var tenants: [Tenant] = []
    private var pool: [Saved] = []
    private var hostPageRule = HostPageRule()
    /// Clones move in here where another one has left.
    private let shells = ShellCache(capacity: 2)

    init(tracksDirtyPages: Bool) throws {
        self.tracksDirtyPages = tracksDirtyPages
        image = try TestGuests.test.get()
        let first = try Self.makeSandbox(image, tracksDirtyPages)
        areas = try GuestAreas(of: first)
        processor = try ExpectedProcessor(in: first)
        try add(first, GuestModel())
    }

    /// Small regions, so that they fill, wrap and overflow within a sequence; and a machine that is beyond use after a few
    /// calls that failed, as one after a triple fault is, so that it has to be replaced.
    private static func makeSandbox(_ image: GuestImage, _ tracksDirtyPages: Bool) throws -> Sandbox {
        let configuration = Sandbox.Configuration(
            heapSize: .kibibytes(256), stackSize: .kibibytes(64), inputSize: .kibibytes(16),
            outputSize: .kibibytes(16), logSize: .kibibytes(4), tracksDirtyPages: tracksDirtyPages, logger: .silent)
        return try Sandbox(
            guest: .image(image), configuration: configuration, hostFunctions: .forTests
        ) { (memory, slots) throws(HypervisorError) in
            FailingMachine(try KVMVirtualMachine(memory: memory, slots: slots), settlings: 2)
        }
    }

    /// The sandboxes, to compare one world with another.
    var sandboxes: [Sandbox] { tenants.map(\.sandbox) }

    // MARK: Steps

    /// Makes a step and checks what comes of it. A step for which there is no sandbox or no snapshot does nothing.
    func apply(_ operation: Operation) throws {
        switch operation {
        case .call(let sandbox, let call):
            try withTenant(sandbox) { try perform(call, on: $0) }
        case .callRestoring(let sandbox, let call, let snapshot):
            try withTenant(sandbox) { tenant in
                try withSaved(snapshot) { try perform(call, on: tenant, restoringTo: pool[$0]) }
            }
        case .snapshot(let sandbox):
            try withTenant(sandbox, snapshot)
        case .restore(let sandbox, let snapshot):
            try withTenant(sandbox) { tenant in
                try withSaved(snapshot) {
                    try tenants[tenant].sandbox.restore(to: pool[$0].snapshot)
                    try checkRestored(tenant, to: pool[$0])
                }
            }
        case .clone(let snapshot):
            try withSaved(snapshot, clone)
        case .make:
            if tenants.count < Self.tenantLimit { try addNew() }
        case .close(let sandbox):
            try withTenant(sandbox, close)
        case .drop(let sandbox):
            withTenant(sandbox) { _ = tenants.remove(at: $0) }
        case .dropSnapshot(let snapshot):
            withSaved(snapshot) { _ = pool.remove(at: $0) }
        case .askForDirtyPages(let sandbox):
            try withTenant(sandbox, checkDirtyPages)
        case .setLogLevel(let sandbox, let level):
            withTenant(sandbox) { tenants[$0].sandbox.logLevel = level }
        case .writeUnmarked(let sandbox):
            try withTenant(sandbox, writeUnmarked)
        }
    }

    private func withTenant(_ number: Int, _ body: (Int) throws -> Void) rethrows {
        if !tenants.isEmpty { try body(number % tenants.count) }
    }

    private func withSaved(_ number: Int, _ body: (Int) throws -> Void) rethrows {
        if !pool.isEmpty { try body(number % pool.count) }
    }

    private func resources(_ tenant: Int) throws -> SandboxResources {
        guard let resources = tenants[tenant].sandbox.resources else {
            throw PropertyViolation("the sandbox is closed")
        }
        return resources
    }

    // MARK: Sandboxes

    private func addNew() throws {
        let sandbox = try Self.makeSandbox(image, tracksDirtyPages)
        try demand(try GuestAreas(of: sandbox) == areas, "a new sandbox has other areas")
        try add(sandbox, GuestModel())
    }

    private func add(_ sandbox: Sandbox, _ model: GuestModel) throws {
        var tenant = Tenant(sandbox: sandbox, model: model)
        try hostPageRule.check(sandbox, monotonic: &tenant.monotonic)
        tenants.append(tenant)
    }

    private func clone(_ number: Int) throws {
        guard tenants.count < Self.tenantLimit else { return }
        let saved = pool[number]
        let sandbox = try Sandbox(
            from: saved.snapshot, hostFunctions: .forTests, tracksDirtyPages: tracksDirtyPages, logger: .silent,
            shells: shells)
        tenants.append(Tenant(sandbox: sandbox, model: saved.model))
        try checkRestored(tenants.count - 1, to: saved)
    }

    private func close(_ tenant: Int) throws {
        let sandbox = tenants.remove(at: tenant).sandbox
        try sandbox.close()
        try demandError(.closed) { try sandbox.snapshot() }
    }

    // MARK: Calls

    private func perform(_ call: GuestCall, on tenant: Int, restoringTo saved: Saved? = nil) throws {
        let sandbox = tenants[tenant].sandbox
        let caller = Caller(sandbox: sandbox, snapshot: saved?.snapshot)
        if tenants[tenant].isPoisoned {
            try demandError(.poisoned) { try caller("increment") as Int32 }
        } else {
            try call.perform(by: caller, on: &tenants[tenant].model, in: areas, processor: processor)
            if saved == nil {
                try demand(
                    tenants[tenant].isPoisoned == call.poisons,
                    "after the call the sandbox is \(call.poisons ? "not poisoned" : "poisoned")")
            }
        }
        if let saved { try checkRestored(tenant, to: saved) }
    }

    // MARK: Snapshots

    private func snapshot(_ tenant: Int) throws {
        let sandbox = tenants[tenant].sandbox
        guard !tenants[tenant].isPoisoned else {
            return try demandError(.poisoned) { try sandbox.snapshot() }
        }
        let saved = Saved(
            snapshot: try sandbox.snapshot(), memory: try MemoryCopy(of: resources(tenant)),
            model: tenants[tenant].model)
        tenants[tenant].base = saved.memory
        if pool.count == Self.poolLimit { pool.removeFirst() }
        pool.append(saved)
    }

    private func checkRestored(_ tenant: Int, to saved: Saved) throws {
        let sandbox = tenants[tenant].sandbox
        try demand(sandbox.poisonedBy == nil, "the sandbox is poisoned after a restore")
        if let difference = saved.memory.difference(from: try resources(tenant)) {
            throw PropertyViolation("after a restore \(difference)")
        }
        tenants[tenant].model = saved.model
        tenants[tenant].base = saved.memory
        // What the guest saw before the snapshot, in whatever sandbox, is past as well.
        tenants[tenant].monotonic = max(tenants[tenant].monotonic, saved.snapshot.monotonic)
        try hostPageRule.check(sandbox, monotonic: &tenants[tenant].monotonic)
    }

    /// Every page that differs from the last snapshot or restore has to be among those that may have changed.
    private func checkDirtyPages(_ tenant: Int) throws {
        guard let base = tenants[tenant].base else { return }
        let dirty = Set(
            try tenants[tenant].sandbox.dirtyPages().regions.flatMap { region in
                region.dirtyPages.map { GuestAddress(rawBits: region.address + UInt64($0 * PageSize.small)) }
            })
        for page in base.differingPages(from: try resources(tenant)) {
            try demand(dirty.contains(page), "the changed page at \(page) is not among the dirty ones")
        }
    }

    /// Changes a page of the heap that guests never change themselves: the last of the area is left to them.
    private func writeUnmarked(_ tenant: Int) throws {
        let memory = try resources(tenant).memory
        let page = Int((areas.heap.end.rawValue - memory.range.start.rawValue) / UInt64(PageSize.small)) - 2
        let contents = [UInt8](repeating: 0xee, count: PageSize.small)
        contents.withUnsafeBytes {
            memory.unsafelyReplace(page: page, with: $0.baseAddress)
        }
    }
}
