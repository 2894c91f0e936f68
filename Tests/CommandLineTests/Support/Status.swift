@testable import swiftlet

/// The testing library has a type of the same name.
typealias Status = swiftlet.ExitStatus
