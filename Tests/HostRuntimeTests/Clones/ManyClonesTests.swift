import Glibc
import Testing

@testable import HostRuntime

/// What clones take that live at the same time: a few in each run, a thousand in `make test-long`.
@Suite("Many clones")
struct ManyClonesTests {
    /// `SWIFTLET_CLONES`, which asks for the process's memory to be looked at too: nothing else may run then.
    private static let requested = getenv("SWIFTLET_CLONES").flatMap { Int(String(cString: $0)) }
    private static let most = 128 << 10

    @Test func eachHasLittleMemoryOfItsOwn() throws {
        let count = Self.requested ?? 8
        try OpenFiles.allow(2 * count + 500)
        let sandbox = try Sandbox.test(configuration: .init(heapSize: .mebibytes(64), logger: .silent))
        try sandbox.call("keepBlock", UInt32(0), UInt32(8 << 20), UInt32(7))
        let snapshot = try sandbox.snapshot()
        // What all share is made by the first.
        let first = try Sandbox.clone(of: snapshot)
        #expect(try first.call("increment", thenRestoringTo: snapshot) == Int32(1))

        let before = try ProcessMappings.privateBytesOfProcess()
        let kernelBefore = try KernelMemory()
        let clones = try (0..<count).map { _ in
            let clone = try Sandbox.clone(of: snapshot)
            #expect(try clone.call("increment", thenRestoringTo: snapshot) == Int32(1))
            return clone
        }
        let each = (try ProcessMappings.privateBytesOfProcess() - before) / count
        let kernel = try KernelMemory()

        let mappings = try ProcessMappings()
        let own = try clones.map { mappings.ownBytes(in: try #require($0.resources).memory.hostAddresses) }
        #expect(try #require(own.max()) < Self.most)
        guard Self.requested != nil else { return }
        print("\(count) clones: \(each) bytes of private memory each, \(own.max() ?? 0) of guest memory at most")
        for line in kernel.growth(since: kernelBefore, dividedBy: count) { print(line) }
        #expect(each < Self.most)
    }
}
