@testable import SwiftletCommand

/// The testing library has a type of the same name.
typealias Status = SwiftletCommand.ExitStatus
