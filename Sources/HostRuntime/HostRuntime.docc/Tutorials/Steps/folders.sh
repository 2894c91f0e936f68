mkdir -p words/Sources/Words words-host/Sources/words-host
