/// Shortens a sequence that makes something fail to one of which hardly anything can be left out.
///
/// Takes out runs of elements, each half as long as those before, as long as what remains fails too (after Zeller and
/// Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002).
///
/// - Parameters:
///   - attempts: How often `fails` is asked at most.
///   - fails: Whether a sequence fails.
func shrink<Element>(_ elements: [Element], attempts: Int, fails: ([Element]) -> Bool) -> [Element] {
    var shortest = elements
    var attempts = attempts
    var length = max(shortest.count / 2, 1)
    while attempts > 0 {
        var start = 0
        var hasShrunk = false
        while start < shortest.count, attempts > 0 {
            var candidate = shortest
            candidate.removeSubrange(start..<min(start + length, shortest.count))
            attempts -= 1
            if fails(candidate) {
                shortest = candidate
                hasShrunk = true
            } else {
                start += length
            }
        }
        if length == 1, !hasShrunk { break }
        length = max(length / 2, 1)
    }
    return shortest
}
