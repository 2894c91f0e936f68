import HostRuntime
import Logging

/// A step of a random sequence.
///
/// Sandboxes and snapshots are named by any number, of which the remainder counts: so an operation means something
/// whatever is taken out of the sequence around it.
enum Operation: Equatable, Sendable {
    case call(sandbox: Int, GuestCall)
    case callRestoring(sandbox: Int, GuestCall, snapshot: Int)
    case snapshot(sandbox: Int)
    case restore(sandbox: Int, snapshot: Int)
    /// A sandbox from a snapshot.
    case clone(snapshot: Int)
    /// A sandbox that shares nothing with the others but the blueprint's image and sizes.
    case make
    case close(sandbox: Int)
    case drop(sandbox: Int)
    case dropSnapshot(snapshot: Int)
    case askForDirtyPages(sandbox: Int)
    case setLogLevel(sandbox: Int, Logger.Level)
    /// A change that nobody is told of, as no sandbox must ever make one: the property has to fail. Never generated.
    case writeUnmarked(sandbox: Int)
}

extension Operation {
    static func random(using random: inout some RandomNumberGenerator) -> Operation {
        let sandbox = Int.random(in: 0..<64, using: &random)
        let snapshot = Int.random(in: 0..<64, using: &random)
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<50: return .call(sandbox: sandbox, .random(using: &random))
        case 50..<60: return .callRestoring(sandbox: sandbox, .random(using: &random), snapshot: snapshot)
        case 60..<70: return .snapshot(sandbox: sandbox)
        case 70..<87: return .restore(sandbox: sandbox, snapshot: snapshot)
        case 87..<90: return .clone(snapshot: snapshot)
        case 90: return .make
        case 91: return .close(sandbox: sandbox)
        case 92: return .drop(sandbox: sandbox)
        case 93..<96: return .dropSnapshot(snapshot: snapshot)
        case 96..<98: return .askForDirtyPages(sandbox: sandbox)
        default:
            let levels = Logger.Level.allCases
            return .setLogLevel(sandbox: sandbox, levels[Int.random(in: 0..<levels.count, using: &random)])
        }
    }

    static func sequence(of count: Int, using random: inout some RandomNumberGenerator) -> [Operation] {
        (0..<count).map { _ in .random(using: &random) }
    }
}
