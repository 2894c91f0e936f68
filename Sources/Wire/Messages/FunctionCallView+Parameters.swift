extension FunctionCallView {
    /// The number of parameters that the caller passed.
    @inlinable
    public var parameterCount: Int {
        get throws(WireError) { try parameters?.count ?? 0 }
    }

    /// The value of the parameter at `index`.
    @inlinable
    @_lifetime(copy self)
    public func parameter(at index: Int) throws(WireError) -> ValueView {
        guard let parameters = try parameters else { throw .indexOutOfRange(index: index, count: 0) }
        return try parameters.element(at: index).value
    }
}
