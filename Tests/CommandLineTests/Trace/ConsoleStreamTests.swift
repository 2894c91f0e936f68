import Testing

@testable import SwiftletCommand

@Suite("Text on its way to the console")
struct ConsoleStreamTests {
    private final class Pieces {
        var pieces: [[UInt8]] = []

        var console: Console {
            Console(
                output: { _ in }, outputBytes: { self.pieces.append($0) }, errors: { _ in }, isTerminal: false)
        }
    }

    @Test func longTextGoesInPieces() {
        let pieces = Pieces()
        var stream = ConsoleStream(pieces.console, keepsAll: false)
        let line = String(repeating: "é", count: 10_000)
        for _ in 0..<10 { stream.write(line) }
        #expect(pieces.pieces.map(\.count) == [80_000, 80_000])
        stream.flush()
        #expect(pieces.pieces.map(\.count) == [80_000, 80_000, 40_000])
        #expect(Array(pieces.pieces.joined()) == Array(repeating: Array(line.utf8), count: 10).flatMap { $0 })
    }

    @Test func whatIsForAFileIsKept() {
        let pieces = Pieces()
        var stream = ConsoleStream(pieces.console, keepsAll: true)
        for _ in 0..<10 { stream.write(String(repeating: "x", count: 50_000)) }
        #expect(pieces.pieces.isEmpty)
        #expect(stream.bytes.count == 500_000)
    }

    @Test func nothingIsNothing() {
        let pieces = Pieces()
        ConsoleStream(pieces.console, keepsAll: false).flush()
        #expect(pieces.pieces.isEmpty)
    }
}
