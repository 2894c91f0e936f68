import SwiftSyntax
import SwiftSyntaxBuilder

/// What the records of one trace point have in common, by which a reader pairs them: the name, and the place.
///
/// The place comes from default arguments, which are the same wherever they are in an expansion: the place of the outermost
/// macro that is expanded. A macro itself is not told where that is.
struct TracePoint {
    let name: TraceName

    /// The call that records something. Names of GuestSDK are spelled out, since the author may have a `Trace` too.
    func call(_ function: String, with argument: ExprSyntax? = nil) -> ExprSyntax {
        let argument = argument.map { ", \($0)" } ?? ""
        return "GuestSDK.Trace.\(raw: function)(\(literal: name.text)\(raw: argument))"
    }
}
