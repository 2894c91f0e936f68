swift build --package-path words --scratch-path .build --disable-build-manifest-caching \
    --swift-sdks-path swiftlet/sdk --swift-sdk swiftlet-guest --product Words
