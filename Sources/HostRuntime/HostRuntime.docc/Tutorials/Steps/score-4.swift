import GuestSDK

/// What a word is worth is for the host to say.
@HostFunction
func worth(_ word: String) -> Int32

/// A guest is single-threaded, so nothing else can touch the variable at the same time.
nonisolated(unsafe) private var best: Int32 = 0

/// Scores a text by the worth of its words.
@GuestFunction
func score(_ text: String) throws(GuestError) -> Int32 {
    let words = text.split(separator: " ")
    guard !words.isEmpty else { throw GuestError(code: 1, "the text has no words") }
    var score: Int32 = 0
    for word in words {
        score += worth(String(word))
    }
    best = max(best, score)
    return score
}

/// The best score so far.
@GuestFunction
func bestScore() -> Int32 {
    best
}
