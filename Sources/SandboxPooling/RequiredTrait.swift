#if !Pools
    #error("SandboxPooling needs the trait Pools: .package(url: …/swiftlet.git, from: …, traits: [\"Pools\"])")
#endif
