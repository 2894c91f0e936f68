import HostRuntime

let image = try GuestImage(contentsOf: .init(CommandLine.arguments[1]))

var hostFunctions = HostFunctions()
hostFunctions.register("worth") { (word: String) -> Int32 in
    word == "swift" ? 10 : 1
}

let sandbox = try Sandbox(guest: .image(image), hostFunctions: hostFunctions)
let score: Int32 = try sandbox.call("score", "a swift guest")
print("the score is \(score)")
