internal import GuestSDK
internal import HostRuntime
internal import Wire

/// Answers the host calls of guest functions that run without a sandbox.
struct TestHost: NativeHost {
    private let functions: HostFunctionTable

    init(_ functions: HostFunctions) {
        self.functions = HostFunctionTable(functions)
    }

    func answer(_ message: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer) -> Range<Int> {
        do throws(HostCallRefusal) {
            return try functions.answer(message, into: buffer)
        } catch {
            // A refusal's message is cut to a length that fits any buffer.
            return (try? error.write(into: buffer)) ?? 0..<0
        }
    }
}
