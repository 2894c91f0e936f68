import GuestSDK

/// A function of a module that another module imports.
@GuestFunction
public func libraryDouble(_ value: Int64) -> Int64 { value &* 2 }

/// An import that another module has too.
@HostFunction("hostAdd")
public func hostAddFromLibrary(_ left: Int32, _ right: Int32) -> Int32
