import Foundation
import HostRuntime

guard CommandLine.arguments.count > 2 else {
    print("usage: build-order GUEST-IMAGE LIST...")
    exit(2)
}

let image = try GuestImage(contentsOf: .init(CommandLine.arguments[1]))
let sandbox = try Sandbox(guest: .image(image), hostFunctions: HostFunctions())
let clean = try sandbox.snapshot()

for path in CommandLine.arguments.dropFirst(2) {
    let file = URL(filePath: path)
    let list = try String(contentsOf: file, encoding: .utf8)
    print("\(file.lastPathComponent):")
    do {
        for workers: Int32 in [1, 2, 3] {
            let text: String = try sandbox.call("plan", list, workers, thenRestoringTo: clean)
            Plan(text).show(workers: Int(workers))
        }
    } catch {
        guard error.code == .guestError, let failure = error.guestError else { throw error }
        print("  cannot be planned: \(failure.message)")
    }
}
