import SwiftSyntax

extension TypeSyntax {
    /// One spelling for the equivalent ways to write a type: without `Swift.`, `Array<…>`, `()` and redundant
    /// parentheses. `nil` for a type of any other shape.
    var canonicalSpelling: String? {
        if let identifier = self.as(IdentifierTypeSyntax.self) {
            return Self.canonicalSpelling(name: identifier.name, arguments: identifier.genericArgumentClause)
        }
        if let member = self.as(MemberTypeSyntax.self), member.baseType.isModule(named: "Swift") {
            return Self.canonicalSpelling(name: member.name, arguments: member.genericArgumentClause)
        }
        if let array = self.as(ArrayTypeSyntax.self) {
            return array.element.canonicalSpelling.map { "[\($0)]" }
        }
        if let tuple = self.as(TupleTypeSyntax.self) {
            return tuple.canonicalSpelling
        }
        return nil
    }

    private static func canonicalSpelling(name: TokenSyntax, arguments: GenericArgumentClauseSyntax?) -> String? {
        guard let arguments else { return name.text }
        guard name.text == "Array", arguments.arguments.count == 1,
            case .type(let element)? = arguments.arguments.first?.argument
        else { return nil }
        return element.canonicalSpelling.map { "[\($0)]" }
    }

    private func isModule(named name: String) -> Bool {
        guard let identifier = self.as(IdentifierTypeSyntax.self) else { return false }
        return identifier.name.text == name && identifier.genericArgumentClause == nil
    }
}

extension TupleTypeSyntax {
    fileprivate var canonicalSpelling: String? {
        guard let element = elements.first else { return WireType.void.rawValue }
        guard elements.count == 1, element.firstName == nil, element.ellipsis == nil else { return nil }
        return element.type.canonicalSpelling
    }
}
