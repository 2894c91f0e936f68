import SwiftletCommand

runCommandLine()
