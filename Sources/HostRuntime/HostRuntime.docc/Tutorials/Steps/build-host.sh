swift build --package-path words-host --scratch-path .build --disable-build-manifest-caching --product words-host
