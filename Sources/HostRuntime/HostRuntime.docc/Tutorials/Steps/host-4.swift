import HostRuntime

let image = try GuestImage(contentsOf: .init(CommandLine.arguments[1]))

var hostFunctions = HostFunctions()
hostFunctions.register("worth") { (word: String) -> Int32 in
    word == "swift" ? 10 : 1
}

let sandbox = try Sandbox(guest: .image(image), hostFunctions: hostFunctions)
let clean = try sandbox.snapshot()

for text in ["a swift guest", "", "swift swift"] {
    do {
        let score: Int32 = try sandbox.call("score", text, thenRestoringTo: clean)
        print("the score of '\(text)' is \(score)")
    } catch {
        guard error.code == .guestError, let refusal = error.guestError else { throw error }
        print("'\(text)' is refused: \(refusal.message)")
    }
}
