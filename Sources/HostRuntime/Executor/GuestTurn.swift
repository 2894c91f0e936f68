/// What a thread of an executor does for a task, which waits for it.
///
/// It is unchecked what the task sees to: nobody uses what the closure captures, a sandbox above all, nor asks for the
/// outcome, until ``run()`` is over.
final class GuestTurn<Outcome>: @unchecked Sendable {
    private let body: () -> Outcome
    private var result: Outcome?

    init(_ body: @escaping () -> Outcome) { self.body = body }

    /// What the closure returned, once it has.
    var outcome: Outcome {
        guard let result else { preconditionFailure("the turn was not taken") }
        return result
    }

    @concurrent
    func run() async { result = body() }
}
