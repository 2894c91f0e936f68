swift test --package-path words --scratch-path .build --disable-build-manifest-caching
