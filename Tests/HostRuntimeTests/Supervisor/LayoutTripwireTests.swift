import CGuest
import CSupervisor
import Testing
import Wire

@testable import HostRuntime

/// Layout constants that assembly or the other side has too.
@Suite("Layout tripwires")
struct LayoutTripwireTests {
    @Test func theSupervisorsConstants() {
        #expect(SWIFTLET_SUPERVISOR_FAULT_PORT == Int32(ExitPort.fault.rawValue))
        #expect(SWIFTLET_SUPERVISOR_USER_DATA_SELECTOR == Int32(SegmentSelector.userData.rawValue))
        #expect(SWIFTLET_SUPERVISOR_USER_CODE_SELECTOR == Int32(SegmentSelector.userCode.rawValue))
        #expect(SWIFTLET_SUPERVISOR_TASK_STATE_SELECTOR == Int32(SegmentSelector.taskState.rawValue))
        #expect(Int(swiftlet_supervisor_size()) == PageSize.small)
        let vectors = swiftlet_supervisor_vectors_offset()
        let end = vectors + UInt64(SWIFTLET_SUPERVISOR_VECTOR_COUNT * SWIFTLET_SUPERVISOR_VECTOR_STRIDE)
        #expect(end < swiftlet_supervisor_size())
    }

    @Test func theEntryCodesConstants() {
        #expect(SWIFTLET_ABI_VERSION == Int32(ImageNote.abiVersion))
        #expect(SWIFTLET_MEMORY_EVENT_PORT == Int32(ExitPort.memoryEvent.rawValue))
        #expect(SWIFTLET_SUPERVISOR_CALL_RETURN_PORT == Int32(ExitPort.callReturn.rawValue))
        #expect(SWIFTLET_SUPERVISOR_READY_PORT == Int32(ExitPort.ready.rawValue))
        #expect(Int(swiftlet_entry_size()) == PageSize.small)
    }

    @Test func theEnvironmentBlock() {
        #expect(MemoryLayout<EnvironmentBlock>.size == EnvironmentBlock.size)
        #expect(MemoryLayout<EnvironmentBlock>.offset(of: \.logLevel) == EnvironmentBlock.logLevelOffset)
        #expect(MemoryLayout<EnvironmentBlock>.offset(of: \.randomSeed) == EnvironmentBlock.randomSeedOffset)
        #expect(MemoryLayout<EnvironmentBlock>.offset(of: \.generation) == EnvironmentBlock.generationOffset)
        #expect(MemoryLayout<EnvironmentBlock>.offset(of: \.clock) == EnvironmentBlock.clockOffset)
        #expect(MemoryLayout<EnvironmentBlock>.offset(of: \.traceMode) == EnvironmentBlock.traceModeOffset)
        #expect(MemoryLayout<EnvironmentBlock>.offset(of: \.memoryProfile) == EnvironmentBlock.memoryProfileOffset)
        #expect(EnvironmentBlock.size <= PageSize.small)
    }

    /// The compiler lays records out by itself, as a tuple of these types.
    @Test func functionRecords() {
        typealias Record = (
            UInt16, UInt8, UInt8, UInt8, UInt8, UInt16, InlineArray<64, UInt8>, InlineArray<32, UInt8>, UInt64
        )
        #expect(MemoryLayout<Record>.stride == FunctionRecord.size)
        #expect(MemoryLayout<Record>.offset(of: \.1) == FunctionRecord.nameLengthOffset)
        #expect(MemoryLayout<Record>.offset(of: \.2) == FunctionRecord.parameterCountOffset)
        #expect(MemoryLayout<Record>.offset(of: \.3) == FunctionRecord.returnTypeOffset)
        #expect(MemoryLayout<Record>.offset(of: \.4) == FunctionRecord.flagsOffset)
        #expect(MemoryLayout<Record>.offset(of: \.5) == FunctionRecord.reservedOffset)
        #expect(MemoryLayout<Record>.offset(of: \.6) == FunctionRecord.nameOffset)
        #expect(MemoryLayout<Record>.offset(of: \.7) == FunctionRecord.parameterTypesOffset)
        #expect(MemoryLayout<Record>.offset(of: \.8) == FunctionRecord.entryOffset)
    }

    @Test func portsAreFourApartAndFitTheInstruction() {
        for port in ExitPort.allCases { #expect(port.rawValue % 4 == 0 && port.rawValue < 256) }
    }
}
