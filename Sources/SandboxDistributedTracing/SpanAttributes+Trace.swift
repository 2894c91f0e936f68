internal import HostRuntime
internal import SandboxTracing
internal import Tracing

// Where OpenTelemetry's semantic conventions have a name (code.*, faas.*, error.type), it is that one.

extension SpanAttributes {
    /// A guest may capture what it likes; backends take 128 attributes.
    private static let maximumArguments = 64

    /// Says what a slice is and what was captured.
    mutating func describe(_ slice: TraceTimeline.Slice, of site: TraceSite) {
        self["swiftlet.side"] = site.side.name
        if site.side == .guest {
            self["code.function.name"] = site.name.shownName
            if let file = site.file {
                self["code.file.path"] = file.shown
                self["code.line.number"] = Int64(site.line)
            }
        } else if let function = site.calledFunction {
            self["faas.invoked_name"] = function.shown
        }
        if !slice.isComplete { self["swiftlet.incomplete"] = true }
        add(slice.arguments)
    }

    fileprivate mutating func add(_ arguments: [(name: String, value: TraceValue)]) {
        for (name, value) in arguments.prefix(Self.maximumArguments) {
            set("swiftlet.argument.\(name.shown)", value: SpanAttribute(value))
        }
    }
}

extension SpanEvent {
    init(_ moment: TraceTimeline.Moment, of site: TraceSite, at instant: DefaultTracerClock.Timestamp) {
        var attributes = SpanAttributes(["swiftlet.side": .string(site.side.name)])
        if let value = moment.event.value { attributes.set("swiftlet.value", value: SpanAttribute(value)) }
        attributes.add(moment.arguments)
        var name = site.name.shownName
        switch moment.event.kind {
        case .log(let level, let message):
            name = "log"
            attributes["swiftlet.log.level"] = "\(level)"
            attributes["swiftlet.log.message"] = message.shown
        case .counter: attributes["swiftlet.counter"] = true
        case .enter, .exit, .event, .argument: break
        }
        self.init(name: name, at: instant, attributes: attributes)
    }
}

extension SpanAttribute {
    /// Backends have no unsigned numbers: one that no signed one is equal to becomes text.
    fileprivate init(_ value: TraceValue) {
        switch value {
        case .signed(let number): self = .int64(number)
        case .unsigned(let number): self = Int64(exactly: number).map { .int64($0) } ?? .string("\(number)")
        case .float(let number): self = .double(number)
        case .bool(let isTrue): self = .bool(isTrue)
        case .text(let text): self = .string(text.shown)
        }
    }
}

extension TraceSite {
    /// The guest function whose call the host records here.
    fileprivate var calledFunction: String? {
        let prefix = HostStep.call.siteName("")
        return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
    }
}

extension TraceSite.Side {
    fileprivate var name: String {
        switch self {
        case .host: "host"
        case .guest: "guest"
        }
    }
}
