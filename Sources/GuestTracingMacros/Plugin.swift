import SwiftCompilerPlugin
import SwiftSyntaxMacros

/// The macros that the compiler can load from this module.
@main
struct Plugin: CompilerPlugin {
    let providingMacros: [any Macro.Type] = [
        GuestFunctionMacro.self,
        HostFunctionMacro.self,
        TracedBlockMacro.self,
        TracedFunctionMacro.self,
    ]
}
