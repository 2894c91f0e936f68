import HostRuntime

let image = try GuestImage(contentsOf: .init(CommandLine.arguments[1]))
for function in image.functions { print("the guest exports \(function)") }
for function in image.hostFunctions { print("the guest needs \(function)") }
