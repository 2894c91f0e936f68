import CRepeat
import GuestSDK

// The guest's reading and writing of messages, repeated in place. Each function is called with a count of zero too:
// the difference is what the repetitions took.

/// Decodes the string that a call passes.
@GuestFunction func repeatDecoding(_ call: RawSpan, _ count: UInt64) {
    for _ in 0..<count {
        do throws(WireError) {
            _ = use(try String(wireValue: FunctionCallView(message: call).parameter(at: 0)))
        } catch {
            fatalError("\(error.description)")
        }
        repeat_barrier()
    }
}

/// Encodes a string as a result.
@GuestFunction func repeatEncoding(_ text: String, _ count: UInt64) {
    withScratch { scratch in
        for _ in 0..<count {
            do throws(WireError) {
                _ = use(try FunctionCallResultWriter.write(returning: text, into: scratch))
            } catch {
                fatalError("\(error.description)")
            }
            repeat_barrier()
        }
    }
}

/// Does what `hostAdd` does, but for the exit: encodes its call, and decodes `answer`, its result.
@GuestFunction func repeatHostCall(_ answer: RawSpan, _ count: UInt64) {
    let name: StaticString = "hostAdd"
    withScratch { scratch in
        for index in 0..<count {
            do throws(WireError) {
                var call = FunctionCallWriter(writingInto: scratch)
                try call.append(Int32(truncatingIfNeeded: index))
                try call.append(1 as Int32)
                let bytes = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
                _ = use(try call.finish(functionNameUTF8: bytes.bytes, expectedReturnType: .int32))
                guard case .returnValue(let returned) = try FunctionCallResultView(message: answer).outcome else {
                    fatalError("the answer is an error")
                }
                _ = use(try Int32(wireValue: returned.value))
            } catch {
                fatalError("\(error.description)")
            }
            repeat_barrier()
        }
    }
}

private func withScratch(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
    defer { scratch.deallocate() }
    body(scratch)
}

/// The result of work that would otherwise be left out as unused.
@inline(never)
private func use<Value>(_ value: Value) -> Value { value }
