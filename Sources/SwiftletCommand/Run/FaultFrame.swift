import HostRuntime
import SandboxTracing

/// A place in the guest's code on the way to a fault.
struct FaultFrame: Encodable, Equatable {
    /// As its author wrote it, or the address in an image without symbols.
    let function: String
    let file: String?
    let line: Int?

    /// The way to a fault, from the instruction to the function that the host called.
    static func all(of fault: FaultReport, in image: GuestImage) -> [FaultFrame] {
        zip(image.backtrace(of: fault), fault.callStack).map { FaultFrame($0, at: $1) }
    }

    private init(_ location: CodeLocation, at address: UInt64) {
        let symbol = location.symbol ?? "0x" + String(address, radix: 16)
        function = SwiftSymbolName.guestFunction(enteredBy: symbol) ?? SwiftSymbolName.demangle(symbol) ?? symbol
        file = location.line?.file
        line = location.line?.line
    }

    private var text: String {
        guard let file, let line else { return function }
        return "\(function) (\(file):\(line))"
    }

    /// A line for each, or for as many as are the same: recursion has many.
    static func text(_ frames: [FaultFrame]) -> [String] {
        var lines: [(text: String, count: Int)] = []
        for frame in frames {
            if let last = lines.last, last.text == frame.text {
                lines[lines.count - 1].count += 1
            } else {
                lines.append((frame.text, 1))
            }
        }
        return lines.map { $0.count == 1 ? "in \($0.text)" : "in \($0.text), \($0.count) times" }
    }
}
