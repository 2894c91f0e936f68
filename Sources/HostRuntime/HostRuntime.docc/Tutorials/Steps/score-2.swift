import GuestSDK

/// What a word is worth is for the host to say.
@HostFunction
func worth(_ word: String) -> Int32

/// Scores a text by the worth of its words.
@GuestFunction
func score(_ text: String) -> Int32 {
    var score: Int32 = 0
    for word in text.split(separator: " ") {
        score += worth(String(word))
    }
    return score
}
