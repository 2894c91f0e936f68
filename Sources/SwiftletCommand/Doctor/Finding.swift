/// One thing that `swiftlet doctor` has looked at.
struct Finding: Encodable, Equatable {
    enum State: String, Encodable {
        case ok
        /// It works, but not as well as it could; or only building guests needs it.
        case warning
        case missing
    }

    let name: String
    let state: State
    let detail: String
    /// How to mend it.
    let fix: String?

    init(_ name: String, _ state: State, _ detail: String, fix: String? = nil) {
        self.name = name
        self.state = state
        self.detail = detail
        self.fix = fix
    }
}
