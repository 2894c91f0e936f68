import SwiftSyntax

extension AttributeSyntax {
    /// Whether it is the macro of GuestSDK with that name.
    func isMacro(named name: String) -> Bool {
        [name, "GuestSDK." + name].contains(attributeName.trimmedDescription)
    }
}

extension AttributeListSyntax.Element {
    /// Whether it is the macro of GuestSDK with that name.
    func isMacro(named name: String) -> Bool {
        self.as(AttributeSyntax.self)?.isMacro(named: name) ?? false
    }
}
