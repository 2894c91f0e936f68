#if !DistributedTracing
    #error(
        "SandboxDistributedTracing needs the trait DistributedTracing: .package(url: …/swiftlet.git, from: …, traits: [\"DistributedTracing\"])"
    )
#endif
