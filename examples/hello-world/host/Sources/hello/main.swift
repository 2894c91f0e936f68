import HostRuntime

guard CommandLine.arguments.count == 2 else {
    print("usage: hello GUEST-IMAGE")
    throw CancellationError()
}

// sample: host-functions
var hostFunctions = HostFunctions()
hostFunctions.register("hostPrint") { (message: String) -> Int32 in
    print("guest says: \(message)")
    return Int32(message.utf8.count)
}
hostFunctions.register("hostTranslate") { (language: String) throws -> String in
    let translations = ["en": "Hello", "fr": "Bonjour", "sw": "Habari"]
    guard let translation = translations[language] else { throw UnknownLanguage(language: language) }
    return translation
}
// end sample

// sample: sandbox
let image = try GuestImage(contentsOf: .init(CommandLine.arguments[1]))
print("the guest exports:")
for function in image.functions { print("  \(function)") }

let sandbox = try Sandbox(guest: .image(image), hostFunctions: hostFunctions)
// end sample

// sample: calls
let reply: String = try sandbox.call("sayHello", "World")
print("sayHello returned: \(reply)")

// A function that is called often is looked up and checked once.
let checksum = try sandbox.function("checksum", taking: [UInt8].self, returning: UInt64.self)
print("checksum returned: \(try checksum(Array("swiftlet".utf8)))")
// end sample

do {
    let _: String = try sandbox.call("sayHello", "")
} catch {
    print("an empty name is refused: \(error)")
}

let statistics = sandbox.statistics
print("\(statistics.calls) calls, \(statistics.hostCalls) host call, \(statistics.entries) entries into the guest")

try showRestoring(of: sandbox, with: hostFunctions)
try showFailures(of: image, with: hostFunctions)
