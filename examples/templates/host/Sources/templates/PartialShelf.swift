import Synchronization

// sample: shelf
/// The partials of the customer who is being served.
///
/// They are read beforehand: a name that comes from a guest is looked up here, and never becomes part of a path.
final class PartialShelf: Sendable {
    private let partials = Mutex<[String: String]>([:])

    func hold(_ partials: [String: String]) {
        self.partials.withLock { $0 = partials }
    }

    func partial(named name: String) throws(UnknownPartial) -> String {
        guard let text = partials.withLock({ $0[name] }) else { throw UnknownPartial(name: name) }
        return text
    }
}

struct UnknownPartial: Error, CustomStringConvertible {
    let name: String

    var description: String { "there is no partial \(name)" }
}
// end sample
