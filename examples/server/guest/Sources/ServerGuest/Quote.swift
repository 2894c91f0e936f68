import GuestSDK

/// What the shop's database has under a key.
@HostFunction
func lookUp(_ key: String) throws(HostFunctionError) -> String

// sample: quote
/// What an order costs, line by line. Each price is looked up, while the guest waits.
@GuestFunction
func quote(_ order: String) throws(QuoteError) -> String {
    var total: Int64 = 0
    var text = ""
    for item in try Order(parsing: order).items {
        let price = try price(of: item.product)
        // Traps when the numbers are too large, and so ends the call: what becomes of the request is the host's to say.
        let cost = item.count * price
        total += cost
        text += "\(item.count) \(item.product) at \(euros(price)): \(euros(cost))\n"
    }
    return text + "total: \(euros(total))\n"
}
// end sample

private func price(of product: String) throws(QuoteError) -> Int64 {
    let cents: String
    do throws(HostFunctionError) {
        cents = try lookUp("price of \(product)")
    } catch {
        throw .price(of: product, error)
    }
    guard let price = Int64(cents) else { throw .unreadablePrice(of: product) }
    return price
}

private func euros(_ cents: Int64) -> String {
    let rest = cents % 100
    return "\(cents / 100).\(rest < 10 ? "0" : "")\(rest) €"
}
