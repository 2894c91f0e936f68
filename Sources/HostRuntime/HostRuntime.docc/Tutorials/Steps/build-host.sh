swift build --package-path words-host
