mkdir -p words/Tests/WordsTests
