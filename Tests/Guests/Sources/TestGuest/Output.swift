import GuestSDK

@GuestFunction func printLine(_ text: String) { print(text) }

@GuestFunction func printWithoutEnd(_ text: String) { print(text, terminator: "") }

@GuestFunction func logAtEveryLevel(_ text: String) {
    Log.trace(text)
    Log.debug(text)
    Log.info(text)
    Log.notice(text)
    Log.warning(text)
    Log.error(text)
    Log.critical(text)
}

@GuestFunction func logMany(_ count: Int32, _ text: String) {
    for index in 0..<count { Log.info("\(index) \(text)") }
}

/// Says by its result whether a message below the level is put together at all.
@GuestFunction func logLazily() -> Bool {
    var evaluated = false
    func message() -> String {
        evaluated = true
        return "evaluated"
    }
    Log.debug(message())
    return evaluated
}
