import SwiftSyntax

/// What both sides of the boundary need to know about a function.
struct FunctionSignature {
    /// A parameter whose type can cross the boundary.
    struct Parameter {
        let label: ArgumentLabel?
        /// The name that the body uses, if there is one.
        let name: TokenSyntax?
        let type: WireType
    }

    /// The function's name as written, with backticks if it has them.
    let name: TokenSyntax
    /// The name under which host and guest find each other's functions.
    let wireName: String
    let parameters: [Parameter]
    let result: WireType
    /// The type that the function throws, if it throws.
    let errorType: TypeSyntax?
}
