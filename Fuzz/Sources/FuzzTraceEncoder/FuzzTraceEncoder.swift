internal import FuzzSupport

@testable import HostRuntime
@testable import SandboxTracing

/// Records what a hostile guest writes, and reads it back: a recording of ours is never damaged, however bad its guest.
///
/// The input is a sequence of steps, each a byte that says what it is and its data.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTraceEncoder(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = Array(UnsafeBufferPointer(start: start, count: count))[...]
    let recorder = TraceRecorder(limit: .kibibytes(256))
    let encoder = recorder.makeEncoder(
        label: "fuzz", digest: [UInt8](repeating: 0, count: TraceStream.digestSize), names: strings,
        frequency: frequency)
    var entered = recorder.startCounter
    while let step = input.popFirst() {
        switch step % 7 {
        case 0: encoder.begin(.call, at: entered, name: String(step))
        case 1: encoder.end(.call, at: entered)
        case 2: entered &+= UInt64(step) << 4
        case 3: encoder.dropped(UInt64(step))
        case 4:
            let message = String(decoding: input.prefix(Int(step)), as: UTF8.self)
            encoder.log(level: .info, message: message, at: entered)
        case 5: encoder.flush()
        default:
            let bytes = Array(input.prefix(Int(step) * 8))
            input = input.dropFirst(bytes.count)
            bytes.withUnsafeBytes {
                encoder.guestRecords(
                    $0, counterOffset: Int64(bitPattern: 0 &- entered), entered: entered, left: entered &+ 1 << 20)
            }
        }
    }
    encoder.flush()
    precondition(RecordingCheck.read(recorder.bytes()).tracks.count == 1)
    return 0
}

private let strings: ImageStrings = {
    // The names are at addresses that a fuzzer finds: one byte of the site's word.
    let names: [UInt8] = (0..<32).flatMap { Array("name \($0)".utf8) + [0] }
    return ImageStrings(bytes: names + [0xff, 0x1b, 0] + [UInt8](repeating: 0x61, count: 200), at: 0)
}()

private let frequency = CounterFrequency(CounterFacts()) { 1_000_000_000 }
