import GuestSDK

@HostFunction
func double(_ number: Int64) -> Int64

@HostFunction
func find(_ key: String, _ places: [UInt8]) throws(HostFunctionError) -> String

@HostFunction
func note(_ text: String)

@GuestFunction
func quadruple(_ number: Int64) -> Int64 {
    double(double(number))
}

@GuestFunction
func lookUp(_ key: String, _ places: RawSpan) throws(HostFunctionError) -> String {
    try find(key, places.withUnsafeBytes { Array($0) })
}

@GuestFunction
func noteTwice(_ text: String) throws(GuestError) {
    guard !text.isEmpty else { throw GuestError(code: 3, "nothing to note") }
    note(text)
    note(text)
}
