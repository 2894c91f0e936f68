internal import FuzzSupport

@testable import HostRuntime

/// Calls a guest that may do anything at all: write whatever it likes where it may, and leave in any way, with any
/// registers. Each call ends with a value or an error, and a restore makes memory what it was.
///
/// The input is a little program of two: the host takes steps from it, and while it runs the guest does.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzExits(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let script = Script(UnsafeBufferPointer(start: start, count: count))
    let recorder = TraceRecorder(limit: .kibibytes(256))
    if let host = try? ScriptedHost(script, recorder) {
        while !script.isOver { host.step() }
        host.close()
    }
    _ = RecordingCheck.read(recorder.bytes())
    return 0
}
