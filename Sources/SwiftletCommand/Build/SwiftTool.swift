import Foundation
import Glibc
import SystemPackage

/// The toolchain's `swift`. Tests put one in its place that starts nothing.
struct SwiftTool {
    /// Runs `swift` with these arguments and says how it ended; what it prints goes to the descriptor.
    let run: (_ arguments: [String], _ output: FileDescriptor) throws(CommandFailure) -> Int32

    /// Runs `swift` with these arguments, and keeps what it prints to standard output.
    let capture: (_ arguments: [String]) throws(CommandFailure) -> (status: Int32, output: Data)

    static var onPath: SwiftTool {
        SwiftTool(
            run: { (arguments, output) throws(CommandFailure) in
                waitFor(try start(arguments, standardOutput: output))
            },
            capture: { (arguments) throws(CommandFailure) in
                guard let pipe = try? FileDescriptor.pipe() else { throw cannotStart(errno) }
                let reader = FileHandle(fileDescriptor: pipe.readEnd.rawValue, closeOnDealloc: true)
                // The end of the output is when nobody has the pipe's other end any more, this process included.
                let child = Result { () throws(CommandFailure) in
                    try start(arguments, standardOutput: pipe.writeEnd, closing: pipe.readEnd)
                }
                try? pipe.writeEnd.close()
                let output = (try? reader.readToEnd()) ?? Data()
                return (waitFor(try child.get()), output)
            })
    }
}

/// Starts `swift` in this process's group, so that an interrupt from the terminal ends both. (Foundation's `Process`
/// would give it a group of its own.)
private func start(
    _ arguments: [String], standardOutput: FileDescriptor, closing unused: FileDescriptor? = nil
) throws(CommandFailure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if standardOutput != .standardOutput {
        posix_spawn_file_actions_adddup2(&actions, standardOutput.rawValue, STDOUT_FILENO)
        if standardOutput != .standardError { posix_spawn_file_actions_addclose(&actions, standardOutput.rawValue) }
    }
    if let unused { posix_spawn_file_actions_addclose(&actions, unused.rawValue) }

    let words = (["swift"] + arguments).map { strdup($0) }
    let environment = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") }
    defer { for string in words + environment { free(string) } }
    var child = pid_t()
    let failure = posix_spawnp(&child, "swift", &actions, nil, words + [nil], environment + [nil])
    guard failure == 0 else { throw cannotStart(failure) }
    return child
}

/// The exit status, or as a shell has it, 128 more than the signal that ended the process.
private func waitFor(_ child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
        guard errno == EINTR else { return 1 }
    }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
}

private func cannotStart(_ failure: Int32) -> CommandFailure {
    if failure == ENOENT {
        return CommandFailure(.notReady, "swiftNotFound", "there is no swift on PATH", advice: Toolchain.cure)
    }
    return CommandFailure(
        .notReady, "swiftNotStarted", "swift cannot be started: \(String(cString: strerror(failure)))",
        advice: "try `swift --version`; it must work before guests can be built")
}
