import HostRuntime

let image = try GuestImage(contentsOf: .init(CommandLine.arguments[1]))

var hostFunctions = HostFunctions()
hostFunctions.register("worth") { (word: String) -> Int32 in
    word == "swift" ? 10 : 1
}

let sandbox = try Sandbox(guest: .image(image), hostFunctions: hostFunctions)
let clean = try sandbox.snapshot()

let score: Int32 = try sandbox.call("score", "a swift guest")
let best: Int32 = try sandbox.call("bestScore")
print("the score is \(score), the best so far \(best)")

try sandbox.restore(to: clean)
let forgotten: Int32 = try sandbox.call("bestScore")
print("after the restore the best is \(forgotten)")
