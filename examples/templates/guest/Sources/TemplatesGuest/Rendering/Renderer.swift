import GuestSDK

/// Makes a page of a template and data.
struct Renderer {
    private(set) var page = ""
    /// The data, and within it the value of each section around the current place, innermost last.
    private var values: [JSONValue]
    private var partials: [String: [TemplateNode]] = [:]
    private var steps = 0

    /// More than any page needs. Memory does not bound sections around nothing, which take time alone.
    static let stepLimit = 1_000_000

    init(data: JSONValue) {
        values = [data]
    }

    mutating func render(_ nodes: [TemplateNode]) throws(TemplateError) {
        for node in nodes {
            try step()
            switch node {
            case .text(let text):
                page += text
            case .variable(let path):
                if let value = try value(of: path) { page.append(escaping: value) }
            case .section(let path, let body):
                try renderSection(body, for: value(of: path))
            case .inverted(let path, let body):
                if Self.isFalse(try value(of: path)) { try render(body) }
            case .partial(let name):
                try render(partial(named: name))
            }
        }
    }

    private mutating func renderSection(_ body: [TemplateNode], for value: JSONValue?) throws(TemplateError) {
        guard let value, !Self.isFalse(value) else { return }
        if case .array(let elements) = value {
            for element in elements { try render(body, within: element) }
        } else {
            try render(body, within: value)
        }
    }

    private mutating func render(_ body: [TemplateNode], within value: JSONValue) throws(TemplateError) {
        try step()
        values.append(value)
        try render(body)
        values.removeLast()
    }

    /// The innermost value that has the path's first part, and what the other parts name within it.
    private mutating func value(of path: NamePath) throws(TemplateError) -> JSONValue? {
        guard let first = path.parts.first else { return values.last }
        for index in values.indices.reversed() {
            try step()
            guard case .object(let members) = values[index], var value = members[first] else { continue }
            for part in path.parts.dropFirst() {
                guard case .object(let members) = value, let member = members[part] else { return nil }
                value = member
            }
            return value
        }
        return nil
    }

    /// Asks the host once for each name, however often the page includes it.
    private mutating func partial(named name: String) throws(TemplateError) -> [TemplateNode] {
        if let known = partials[name] { return known }
        let text: String
        do throws(HostFunctionError) {
            text = try loadPartial(name)
        } catch {
            throw .partial(name: name, error)
        }
        let nodes = try TemplateParser.parse(text, named: "the partial \(name)")
        partials[name] = nodes
        return nodes
    }

    private mutating func step() throws(TemplateError) {
        steps += 1
        guard steps <= Self.stepLimit else { throw .tooMuchWork }
    }

    private static func isFalse(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null, .bool(false): true
        case .array(let elements): elements.isEmpty
        case .bool(true), .number, .string, .object: false
        }
    }
}
