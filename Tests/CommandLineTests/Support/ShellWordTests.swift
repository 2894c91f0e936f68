import Testing

@testable import SwiftletCommand

struct ShellWordTests {
    @Test(arguments: [
        ("a/b-c_1.swift", "a/b-c_1.swift"), ("größe", "größe"), ("", "''"), ("of greeters", "'of greeters'"),
        ("$(id)", "'$(id)'"),
        ("it's", #"'it'\''s'"#), ("~", "'~'"),
    ])
    func specialCharactersAreQuoted(text: String, word: String) {
        #expect(text.shellWord == word)
    }
}
