import GuestSDK

/// What a word is worth is for the host to say.
@HostFunction
func worth(_ word: String) -> Int32

/// Scores a text by the worth of its words.
@GuestFunction
func score(_ text: String) throws(GuestError) -> Int32 {
    let words = text.split(separator: " ")
    guard !words.isEmpty else { throw GuestError(code: 1, "the text has no words") }
    var score: Int32 = 0
    for word in words {
        score += worth(String(word))
    }
    return score
}
