/// What the command line says.
struct Options {
    static let usage = "usage: server GUEST-IMAGE PORT [SANDBOXES [LINE]]"

    let image: String
    /// 0 for one that is free.
    let port: Int
    /// How many requests have a sandbox at the same time.
    let sandboxes: Int
    /// How many more may wait for one.
    let line: Int

    init?(_ arguments: [String]) {
        guard (3...5).contains(arguments.count) else { return nil }
        let numbers = arguments.dropFirst(2).map { UInt16($0) }
        guard !numbers.contains(nil) else { return nil }
        let values = numbers.compactMap { $0.map(Int.init) }
        image = arguments[1]
        port = values[0]
        sandboxes = values.count > 1 ? values[1] : 256
        line = values.count > 2 ? values[2] : 256
    }
}
