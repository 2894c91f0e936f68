/// The look of a flame graph, and what it does when someone points at it.
enum FlameGraphStyle {
    static let width = 1200
    static let margin = 10
    static let top = 64
    static let frameHeight = 16
    static let fontSize = 12
    /// Of a character of the monospaced font, in thousandths of a pixel, rather too much than too little.
    static let characterWidth = 7300

    static let sheet = """
        text { font: \(fontSize)px monospace; fill: #1a1a1a; }
        #heading { font-size: 17px; }
        .frame { cursor: pointer; }
        .frame text { pointer-events: none; }
        .frame rect { rx: 2px; }
        .frame:hover rect { stroke: #1a1a1a; stroke-width: 1; }
        .around { opacity: 0.5; }
        .found rect { fill: #d64ce0; }
        .control { cursor: pointer; text-decoration: underline; visibility: hidden; }
        """

    /// Host and guest have different hues; within them the colour follows from the name alone.
    static func color(_ frame: CallTree.Frame) -> String {
        // FNV-1a.
        var hash: UInt32 = 2_166_136_261
        for byte in frame.name.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        let (hueStep, lightnessStep) = ((hash >> 8) % 36, (hash >> 16) % 13)
        let hue = frame.side == .host ? 190 + hueStep : 15 + hueStep
        return "hsl(\(hue),\(frame.side == .host ? 55 : 85)%,\(66 + lightnessStep)%)"
    }

    /// The text's beginning that fits into a frame.
    static func label(_ name: String, width: Int) -> String {
        /// East Asian characters and emoji are twice as wide.
        func columns(_ character: Character) -> Int { character.isASCII ? 1 : 2 }
        var room = (width - 6000) / characterWidth
        guard room >= 3 else { return "" }
        guard name.reduce(0, { $0 + columns($1) }) > room else { return name }
        var label = ""
        room -= 2
        for character in name {
            room -= columns(character)
            if room < 0 { break }
            label.append(character)
        }
        return label + ".."
    }

    /// Frames are found by their rectangles; a frame's first line of title is its name.
    static let script = """
        const inner = \(width - 2 * margin), margin = \(margin), epsilon = 0.002;
        const frames = Array.from(document.querySelectorAll(".frame"), element => {
            const rect = element.querySelector("rect");
            const title = element.querySelector("title").textContent;
            const number = name => parseFloat(rect.getAttribute(name));
            return {
                element, rect, title, name: title.split("\\n")[0], text: element.querySelector("text"),
                left: number("x") - margin, width: number("width"), y: number("y"),
            };
        });
        const details = document.getElementById("details");
        const reset = document.getElementById("reset");
        const search = document.getElementById("search");
        reset.style.visibility = search.style.visibility = "visible";

        function label(name, width) {
            const room = Math.floor((width - 6) / \(Double(characterWidth) / 1000));
            const columns = character => character.codePointAt(0) < 128 ? 1 : 2;
            const characters = Array.from(name);
            const needed = characters.reduce((sum, character) => sum + columns(character), 0);
            if (room < 3) return "";
            if (needed <= room) return name;
            let left = room - 2, text = "";
            for (const character of characters) {
                left -= columns(character);
                if (left < 0) break;
                text += character;
            }
            return text + "..";
        }

        function place(frame, left, width) {
            frame.rect.setAttribute("x", left + margin);
            frame.rect.setAttribute("width", width);
            if (!frame.text) {
                frame.text = document.createElementNS("http://www.w3.org/2000/svg", "text");
                frame.text.setAttribute("y", frame.y + \(frameHeight - 4));
                frame.element.appendChild(frame.text);
            }
            frame.text.setAttribute("x", left + margin + 3);
            frame.text.textContent = label(frame.name, width);
        }

        function zoom(target) {
            const end = target.left + target.width;
            for (const frame of frames) {
                const isAround = frame.y > target.y && frame.left <= target.left + epsilon
                    && frame.left + frame.width >= end - epsilon;
                const isInside = frame.y <= target.y && frame.left >= target.left - epsilon
                    && frame.left + frame.width <= end + epsilon;
                frame.element.style.display = isAround || isInside ? "" : "none";
                frame.element.classList.toggle("around", isAround);
                if (isAround) place(frame, 0, inner);
                if (isInside) {
                    const factor = inner / target.width;
                    place(frame, Math.max(frame.left - target.left, 0) * factor, frame.width * factor);
                }
            }
        }

        function find(text) {
            let end = -1, sum = 0, count = 0;
            const found = frames.filter(frame => {
                const matches = text !== "" && frame.name.includes(text);
                frame.element.classList.toggle("found", matches);
                return matches;
            });
            // Frames on top of each other are one and the same.
            for (const frame of found.sort((one, other) => one.left - other.left || other.width - one.width)) {
                count += 1;
                sum += Math.max(frame.left + frame.width - Math.max(frame.left, end), 0);
                end = Math.max(end, frame.left + frame.width);
            }
            details.textContent = text === "" ? "" : `Found: ${count}, ${(100 * sum / inner).toFixed(1)} % of all`;
        }

        for (const frame of frames) {
            frame.element.addEventListener("mouseover", () => {
                details.textContent = frame.title.replace("\\n", ": ");
            });
            frame.element.addEventListener("click", () => zoom(frame));
        }
        reset.addEventListener("click", () => { zoom(frames[0]); find(""); });
        search.addEventListener("click", () => {
            const text = prompt("Show the frames whose name contains");
            if (text !== null) find(text);
        });
        """
}
