import GuestSDK

/// Why an order has no quote.
enum QuoteError: GuestFunctionError {
    case empty
    case malformed(line: Int)
    /// The host has no such price, or could not give it.
    case price(of: String, HostFunctionError)
    case unreadablePrice(of: String)

    var code: UInt64 {
        switch self {
        case .empty: 1
        case .malformed: 2
        case .price: 3
        case .unreadablePrice: 4
        }
    }

    var message: String {
        switch self {
        case .empty: "the order is empty"
        case .malformed(let line): "line \(line): a product and a count are wanted"
        case .price(let product, let error): "the price of \(product): \(error.message)"
        case .unreadablePrice(let product): "the price of \(product) is no number"
        }
    }

    /// So the host gets the very error that its own function threw, and can tell a missing price from a missing database.
    var hostErrorToken: UInt32 {
        switch self {
        case .price(_, let error): error.hostErrorToken
        case .empty, .malformed, .unreadablePrice: 0
        }
    }
}
