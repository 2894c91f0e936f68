/// What a thread of an executor does for a task, which waits for it.
///
/// It is unchecked what those who take it see to: the closure captures nothing that anybody else uses before it has run, and nobody
/// asks for the outcome before. Of a sandbox that is what the gate guards; what others can reach of it meanwhile is not among what a
/// turn uses (``Sandbox``).
final class GuestTurn<Outcome>: @unchecked Sendable {
    private let body: () -> Outcome
    private var result: Outcome?

    init(_ body: @escaping () -> Outcome) { self.body = body }

    /// What the closure returned, once it has.
    var outcome: Outcome {
        guard let result else { preconditionFailure("the turn was not taken") }
        return result
    }

    /// - Parameter turnstile: Lets the next one through then, however long the task takes to go on where it was.
    @concurrent
    func run(leaving turnstile: Turnstile) async {
        result = body()
        turnstile.leave()
    }
}
