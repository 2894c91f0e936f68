import GuestSDK

@GuestFunction func randomBytes(_ count: UInt32) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
}

@GuestFunction func generation() -> UInt64 { SandboxGeneration.current }

@GuestFunction func hashOf(_ text: String) -> Int64 { Int64(text.hashValue) }
