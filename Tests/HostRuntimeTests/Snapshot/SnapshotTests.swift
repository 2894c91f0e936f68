import Logging
import Testing

@testable import HostRuntime

@Suite("Snapshots")
struct SnapshotTests {
    private func count(_ sandbox: Sandbox) throws -> Int32 { try sandbox.call("increment") }

    @Test func aRestoreBringsTheStateBack() throws {
        let sandbox = try Sandbox.test()
        #expect(try count(sandbox) == 1)
        let one = try sandbox.snapshot()
        #expect(try count(sandbox) == 2)
        #expect(try count(sandbox) == 3)
        try sandbox.restore(to: one)
        #expect(try count(sandbox) == 2)
        try sandbox.restore(to: one)
        try sandbox.restore(to: one)
        #expect(try count(sandbox) == 2)
    }

    /// Back, forth, and from one branch to another.
    @Test func anySnapshotFromAnyOther() throws {
        let sandbox = try Sandbox.test()
        let zero = try sandbox.snapshot()
        var snapshots = [zero]
        for _ in 0..<3 {
            _ = try count(sandbox)
            snapshots.append(try sandbox.snapshot())
        }
        try sandbox.restore(to: snapshots[1])
        var branch = [snapshots[0], snapshots[1]]
        for _ in 0..<3 {
            try sandbox.call("incrementBy", Int32(10))
            branch.append(try sandbox.snapshot())
        }
        let expected: [(Snapshot, Int32)] =
            snapshots.enumerated().map { ($0.element, Int32($0.offset)) }
            + branch.dropFirst(2).enumerated().map { ($0.element, 11 + 10 * Int32($0.offset)) }
        for (first, firstCount) in expected {
            for (second, secondCount) in expected {
                try sandbox.restore(to: first)
                #expect(try sandbox.call("counterValue") == firstCount)
                try sandbox.restore(to: second)
                #expect(try sandbox.call("counterValue") == secondCount)
            }
        }
    }

    @Test func aSnapshotStoresWhatChanged() throws {
        let sandbox = try Sandbox.test()
        let first = try sandbox.snapshot()
        #expect(first.copiedPages > 10)
        #expect(try sandbox.snapshot().copiedPages == 0)
        _ = try count(sandbox)
        let second = try sandbox.snapshot()
        #expect((1...12).contains(second.copiedPages), "\(second.copiedPages)")
        try sandbox.restore(to: first)
        #expect(try sandbox.snapshot().copiedPages == 0, "a restore marks nothing")
    }

    @Test func aSandboxFromASnapshot() throws {
        let sandbox = try Sandbox.test()
        _ = try count(sandbox)
        let snapshot = try sandbox.snapshot()
        _ = try count(sandbox)
        let clone = try Sandbox(from: snapshot, hostFunctions: .forTests, logger: .silent)
        #expect(try count(clone) == 2)
        #expect(try count(sandbox) == 3)
        let later = try clone.snapshot()
        try sandbox.restore(to: later)
        #expect(try count(sandbox) == 3)
        try clone.restore(to: snapshot)
        #expect(try count(clone) == 2)
    }

    /// Sandboxes that were made apart have no ancestor in common but the empty memory.
    @Test func betweenUnrelatedSandboxesBothWays() throws {
        let left = try Sandbox.test()
        let right = try Sandbox.test()
        _ = try count(left)
        for _ in 0..<5 { _ = try count(right) }
        let one = try left.snapshot()
        let five = try right.snapshot()
        for _ in 0..<3 {
            try left.restore(to: five)
            try right.restore(to: one)
            #expect(try count(left) == 6)
            #expect(try count(right) == 2)
            try left.restore(to: one)
            try right.restore(to: five)
            #expect(try count(left) == 2)
            #expect(try count(right) == 6)
        }
    }

    @Test func aPoisonedSandboxIsMendedByARestoreOnly() throws {
        let sandbox = try Sandbox.hostile()
        let clean = try sandbox.snapshot()
        for act in 0...2 as ClosedRange<UInt32> {
            #expect(throws: SandboxError.self) { try sandbox.call("instruction", act) }
            #expect(sandbox.poisonedBy != nil)
            try expectError(.poisoned) { try sandbox.call("harmless") as Int32 }
            try expectError(.poisoned) { try sandbox.snapshot() }
            try sandbox.restore(to: clean)
            #expect(sandbox.poisonedBy == nil)
            #expect(try sandbox.call("harmless") == Int32(1))
        }
    }

    @Test func callAndRestore() throws {
        let sandbox = try Sandbox.test()
        let clean = try sandbox.snapshot()
        for _ in 0..<3 {
            #expect(try sandbox.call("increment", thenRestoringTo: clean) == Int32(1))
            #expect(throws: SandboxError.self) {
                try sandbox.call("trapOverflow", Int32.max, Int32(1), thenRestoringTo: clean) as Int32
            }
            #expect(sandbox.poisonedBy == nil)
            try expectError(.functionNotFound) { try sandbox.call("absent", thenRestoringTo: clean) }
        }
        let function = try sandbox.function("increment", returning: Int32.self)
        for _ in 0..<3 { #expect(try function(thenRestoringTo: clean) == 1) }
    }

    @Test func otherKindsOfSandboxAreRefused() throws {
        let snapshot = try Sandbox.test().snapshot()
        let hostile = try Sandbox.hostile()
        let image = try expectError(.snapshotMismatch) { try hostile.restore(to: snapshot) }
        #expect(image.message.contains("guest image"))
        #expect(try hostile.call("harmless") == Int32(1))
        let larger = try Sandbox.test(configuration: .init(heapSize: .mebibytes(6), logger: .silent))
        let layout = try expectError(.snapshotMismatch) { try larger.restore(to: snapshot) }
        #expect(layout.message.contains("heap is of 4 MiB"), "\(layout)")
        #expect(layout.message.contains("6 MiB"))
    }

    @Test func withoutTrackingItIsTheSame() throws {
        let sandbox = try Sandbox.test(configuration: .init(tracksDirtyPages: false, logger: .silent))
        let zero = try sandbox.snapshot()
        _ = try count(sandbox)
        let one = try sandbox.snapshot()
        #expect((1...12).contains(one.copiedPages), "\(one.copiedPages)")
        for _ in 0..<3 {
            try sandbox.restore(to: zero)
            #expect(try count(sandbox) == 1)
            try sandbox.restore(to: one)
            #expect(try count(sandbox) == 2)
        }
    }

    @Test func aSnapshotOutlivesItsSandbox() throws {
        let snapshot = try {
            let sandbox = try Sandbox.test()
            _ = try count(sandbox)
            let snapshot = try sandbox.snapshot()
            try sandbox.close()
            try expectError(.closed) { try sandbox.restore(to: snapshot) }
            try expectError(.closed) { try sandbox.snapshot() }
            return snapshot
        }()
        #expect(try count(Sandbox(from: snapshot, hostFunctions: .forTests, logger: .silent)) == 2)
    }
}
