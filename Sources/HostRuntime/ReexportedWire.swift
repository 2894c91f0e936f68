// Argument types, value types and error codes are part of this library's API: host programs import one module.
@_exported public import Wire
