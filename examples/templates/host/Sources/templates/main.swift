import Foundation
import HostRuntime

guard CommandLine.arguments.count == 3 else {
    print("usage: templates GUEST-IMAGE FOLDER")
    exit(2)
}

// sample: host-function
let shelf = PartialShelf()
var hostFunctions = HostFunctions()
hostFunctions.register("loadPartial") { (name: String) throws -> String in
    try shelf.partial(named: name)
}
// end sample

let image = try GuestImage(contentsOf: .init(CommandLine.arguments[1]))
let sandbox = try Sandbox(guest: .image(image), hostFunctions: hostFunctions)
let clean = try sandbox.snapshot()

// sample: customers
for customer in try Customer.all(in: URL(filePath: CommandLine.arguments[2])) {
    print("=== \(customer.name)")
    shelf.hold(customer.partials)
    do {
        let page: String = try sandbox.call("render", customer.template, customer.data, thenRestoringTo: clean)
        print(page)
    } catch {
        print(try complaint(about: error))
    }
}
// end sample
print("=== \(sandbox.statistics.calls) customers, one sandbox, restored \(sandbox.statistics.restores) times")
