#if !Metrics
    #error("SandboxMetrics needs the trait Metrics: .package(url: …/swiftlet.git, from: …, traits: [\"Metrics\"])")
#endif
