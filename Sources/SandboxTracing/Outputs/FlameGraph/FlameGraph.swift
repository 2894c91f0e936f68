/// A picture of a call tree, in which each function is as wide as what was measured in it.
struct FlameGraph {
    /// What was measured.
    enum Unit {
        /// Nanoseconds of host and guest.
        case time
        /// Bytes that a guest has allocated.
        case bytes

        /// Whether there are functions of both the host and the guest.
        var hasSides: Bool { self == .time }

        /// What is counted besides.
        fileprivate var calls: String { self == .time ? "calls" : "allocations" }

        fileprivate func text(_ amount: UInt64) -> String {
            self == .time ? TimeText.exact(amount) : ByteText.short(amount)
        }
    }

    let tree: CallTree
    let unit: Unit
    let heading: String
    /// What else there is to say, in lines.
    let notes: [String]

    func write(to stream: inout some TextOutputStream) {
        let inner = FlameGraphStyle.width - 2 * FlameGraphStyle.margin
        let layout = FlameGraphLayout(tree, width: inner * 1000)
        let height = FlameGraphStyle.top + layout.levels * FlameGraphStyle.frameHeight + FlameGraphStyle.margin

        stream.write(head(height: height))
        for frame in layout.frames {
            let top = height - FlameGraphStyle.margin - (frame.level + 1) * FlameGraphStyle.frameHeight
            stream.write(text(of: frame, top: top))
        }
        stream.write("<script><![CDATA[\n\(FlameGraphStyle.script)\n]]></script>\n</svg>\n")
    }

    private func head(height: Int) -> String {
        let (width, margin) = (FlameGraphStyle.width, FlameGraphStyle.margin)
        let sides = """
            <rect x="\(width - margin - 230)" y="13" width="12" height="12" fill="hsl(208,55%,72%)"/>
            <text x="\(width - margin - 214)" y="24">host</text>
            <rect x="\(width - margin - 170)" y="13" width="12" height="12" fill="hsl(33,85%,72%)"/>
            <text x="\(width - margin - 154)" y="24">guest</text>

            """
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
            <desc>\(notes.joined(separator: "\n").escapedForXML)</desc>
            <style>
            \(FlameGraphStyle.sheet)
            </style>
            <rect width="\(width)" height="\(height)" fill="#ffffff"/>
            <text id="heading" x="\(margin)" y="24">\(heading.escapedForXML)</text>
            \(unit.hasSides ? sides : "")\
            <text id="search" class="control" x="\(width - margin - 100)" y="24">search</text>
            <text id="reset" class="control" x="\(width - margin - 40)" y="24">reset</text>
            <text id="details" x="\(margin)" y="48"></text>

            """
    }

    private func text(of frame: FlameGraphLayout.Frame, top: Int) -> String {
        let name: String
        let details: String
        let color: String
        if let index = frame.node {
            let node = tree.nodes[index]
            let treeFrame = tree.frames[node.frame]
            name = treeFrame.name
            details =
                (unit.hasSides ? "\(treeFrame.side.shown), " : "")
                + "\(unit.text(node.total)), of it \(unit.text(node.own)) alone, "
                + "\(Self.percentage(node.total, of: tree.total)) %, \(unit.calls): \(node.calls)"
            color = FlameGraphStyle.color(treeFrame)
        } else {
            name = "all"
            details = unit.text(tree.total)
            color = "hsl(0,0%,82%)"
        }
        let left = frame.left + FlameGraphStyle.margin * 1000
        let label = FlameGraphStyle.label(name, width: frame.width)
        let text =
            label.isEmpty
            ? ""
            : "<text x=\"\(Self.pixels(left + 3000))\" y=\"\(top + FlameGraphStyle.frameHeight - 4)\">"
                + "\(label.escapedForXML)</text>"
        return """
            <g class="frame"><title>\(name.escapedForXML)
            \(details)</title><rect x="\(Self.pixels(left))" y="\(top)" width="\(Self.pixels(frame.width))" \
            height="\(FlameGraphStyle.frameHeight - 1)" fill="\(color)"/>\(text)</g>

            """
    }

    /// Thousandths of a pixel as pixels.
    private static func pixels(_ thousandths: Int) -> String {
        TimeText.microseconds(UInt64(thousandths))
    }

    /// In tenths.
    private static func percentage(_ part: UInt64, of total: UInt64) -> String {
        let tenths = total == 0 ? 0 : total.dividingFullWidth(min(part, total).multipliedFullWidth(by: 1000)).quotient
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension String {
    /// The text as character data of XML, which cannot have control characters in any way.
    fileprivate var escapedForXML: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
