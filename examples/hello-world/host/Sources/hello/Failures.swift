import HostRuntime

// sample: failures
struct UnknownLanguage: Error {
    let language: String
}

func showFailures(of image: GuestImage, with hostFunctions: HostFunctions) throws(SandboxError) {
    let configuration = Sandbox.Configuration(heapSize: .mebibytes(1), stackSize: .kibibytes(64))
    let sandbox = try Sandbox(guest: .image(image), configuration: configuration, hostFunctions: hostFunctions)

    let clean = try sandbox.snapshot()

    // The guest caught the error of the host function.
    let reply: String = try sandbox.call("greetAnyway", "World", "tlh")
    print(reply)

    // The guest passed it on. The sandbox can still be called.
    do {
        let _: String = try sandbox.call("greet", "World", "tlh")
    } catch {
        guard error.code == .hostFunctionFailed, let unknown = error.cause as? UnknownLanguage else { throw error }
        print("nobody speaks \(unknown.language)")
    }

    // The guest trapped. Nothing is known about its state now, so the sandbox must go back to one that is known.
    do {
        let _: Int64 = try sandbox.call("average", 10 as Int64, 0 as Int64)
    } catch {
        print(error)
    }
    if sandbox.poisonedBy != nil { try sandbox.restore(to: clean) }
    let average: Int64 = try sandbox.call("average", 10 as Int64, 4 as Int64)
    print("the average is \(average)")
}
// end sample
