internal import FuzzSupport

/// Reads an image of any bytes, and makes a sandbox of it if it is one.
///
/// The input is a sequence of changes of an image that is good as it is, each a byte that says what it is and its data. An
/// input that begins as an ELF file does is read as it is too.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzImage(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    if input.isEmpty { ImageReader.requireEverything(of: SmallImage().bytes) }
    if input.starts(with: [0x7f, 0x45, 0x4c, 0x46]) { ImageReader.read(input) }
    ImageReader.read(image(by: Script(input)))
    return 0
}

private func image(by script: Script) -> [UInt8] {
    var image = SmallImage()
    /// Changes of the finished file, where the headers are.
    var patches: [(offset: UInt16, bytes: [UInt8])] = []
    while !script.isOver {
        let step = script.byte()
        let part = script.element(of: SmallImage.Part.allCases)
        switch step % 4 {
        case 0: image[part] = script.bytes(script.short())
        case 1: image[part].overwrite(at: script.short(), with: script.bytes(script.byte()))
        case 2:
            let pattern = script.bytes(script.byte() % 32)
            image[part] += repeatElement(pattern, count: Int(script.short() % 1024)).joined()
        default: patches.append((script.short(), script.bytes(script.byte() % 16)))
        }
    }
    var bytes = image.bytes
    for patch in patches { bytes.overwrite(at: patch.offset, with: patch.bytes) }
    return bytes
}

extension [UInt8] {
    /// Puts as many of the bytes there as there are bytes to replace; the offset counts round the end.
    fileprivate mutating func overwrite(at offset: UInt16, with bytes: [UInt8]) {
        guard !isEmpty else { return }
        let start = Int(offset) % count
        let end = Swift.min(start + bytes.count, count)
        replaceSubrange(start..<end, with: bytes.prefix(end - start))
    }
}
