#if !Guests
    #error("GuestSDK needs the trait Guests: .package(url: …/swiftlet.git, from: …, traits: [\"Guests\"])")
#endif
