// A test that makes host functions or sandboxes imports one module.
@_exported public import HostRuntime
