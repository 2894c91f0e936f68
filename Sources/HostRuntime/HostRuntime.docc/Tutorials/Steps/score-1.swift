import GuestSDK

/// Scores a text: one for each letter of its words.
@GuestFunction
func score(_ text: String) -> Int32 {
    var score: Int32 = 0
    for word in text.split(separator: " ") {
        score += Int32(word.count)
    }
    return score
}
