// Argument types, log levels and error codes are part of this library's API: authors import one module.
@_exported public import Wire
