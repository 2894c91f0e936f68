import Testing

@testable import HostRuntime
@testable import SandboxTracing

@Suite("Reports of memory profiles")
struct MemoryReportTests {
    /// An image that has these functions, by the addresses at which they are looked up.
    private static let symbols: [UInt64: String] = [
        0x10: "posix_memalign", 0x20: "swift_allocObject", 0x30: "$e9TestGuest7addLinkyys6UInt64VF",
        0x40: "$sSa6appendyyxnF", 0x50: "serve<&>\u{1B}[31m;", 0x60: "$e9TestGuest020__swiftlet_function_B0",
        0x70: "posix_memalign.cold.1",
    ]

    private static func report(_ profile: MemoryProfile) -> MemoryReport {
        MemoryReport(profile) { addresses in
            addresses.map { address in
                CodeLocation(
                    symbol: symbols[address],
                    line: address == 0x30 ? CodeLocation.Line(file: "Chain\u{7}.swift", line: 12) : nil)
            }
        }
    }

    private static func amount(_ blocks: UInt64, _ bytes: UInt64) -> MemoryProfile.Amount {
        MemoryProfile.Amount(blocks: blocks, bytes: bytes)
    }

    /// Return addresses are behind the calls.
    private static func site(
        _ addresses: [UInt64], allocated: MemoryProfile.Amount, live: MemoryProfile.Amount, peak: UInt64
    ) -> MemoryProfile.Site {
        MemoryProfile.Site(
            addresses: addresses.prefix(1) + addresses.dropFirst().map { $0 + 1 }, allocated: allocated, live: live,
            peakBytes: peak)
    }

    private static let profile: MemoryProfile = {
        var profile = MemoryProfile()
        profile.events = 17
        profile.allocated = amount(13, 6120)
        profile.freed = amount(3, 4584)
        profile.live = amount(10, 1536)
        profile.peakBytes = 5000
        profile.sites = [
            site([], allocated: amount(1, 500), live: amount(0, 0), peak: 500),
            site([0x70, 0x10, 0x40, 0x50, 0x60], allocated: amount(2, 4084), live: amount(0, 0), peak: 4000),
            site([0x10, 0x20, 0x30, 0x50, 0x60], allocated: amount(10, 1536), live: amount(10, 1536), peak: 1536),
            site([0x10, 0x99], allocated: amount(0, 0), live: amount(0, 0), peak: 0),
        ]
        var call = MemoryProfile.Call(function: "serve\u{1B}", liveBefore: amount(0, 0), peakBytes: 5000)
        call.allocated = profile.allocated
        call.freed = profile.freed
        call.leaked = profile.live
        call.leaks = [.init(site: 2, amount: profile.live)]
        profile.calls = [
            MemoryProfile.Call(function: nil, hasReturned: true, liveBefore: amount(0, 0), peakBytes: 0), call,
        ]
        profile.timeline = [
            .init(nanoseconds: 1000, peakBytes: 1250, bytes: 1000),
            .init(nanoseconds: 32_500, peakBytes: 5000, bytes: 0),
            .init(nanoseconds: 64_000, peakBytes: 2500, bytes: 1536),
        ]
        profile.problems.deepStacks = 3
        return profile
    }()

    @Test func tables() {
        let bars =
            String(repeating: "▂", count: 31) + "█" + String(repeating: " ", count: 31) + "▄"
        #expect(
            Self.report(Self.profile).string(.text)
                == #"""
                allocated  5.9 KiB in 13 blocks
                freed      4.4 KiB in 3 blocks
                live       1.5 KiB in 10 blocks
                peak       4.8 KiB
                note: 3 allocations have a deeper stack than is kept: the outermost functions are missing

                Sites, those with the most live memory first
                        LIVE        PEAK   ALLOCATED ALLOCATIONS  FUNCTION, BY ITS CALLERS
                     1.5 KiB     1.5 KiB     1.5 KiB          10  TestGuest.addLink(Swift.UInt64) -> () (Chain\u{07}.swift:12) < serve<&>\u{1B}[31m; < (call by the host)
                         0 B     3.9 KiB     3.9 KiB           2  serve<&>\u{1B}[31m; < (call by the host)
                         0 B       500 B       500 B           1  (unknown)

                Calls, in order
                   ALLOCATED       FREED        PEAK        LEFT  FUNCTION
                         0 B         0 B         0 B         0 B  (start)
                     5.9 KiB     4.4 KiB     4.8 KiB     1.5 KiB  serve\u{1B}, which did not return
                      left 1.5 KiB in 10 blocks: TestGuest.addLink(Swift.UInt64) -> () (Chain\u{07}.swift:12) < serve<&>\u{1B}[31m; < (call by the host)

                Live memory from 1.000µs to 64.000µs, at most 4.8 KiB
                  BARS

                """#.replacing("BARS", with: bars))
    }

    @Test func stacks() {
        #expect(
            Self.report(Self.profile).string(.folded(.allocated)) == #"""
                (call by the host);serve<&>\u{1B}[31m:;Swift.Array.append(__owned A) -> () 4084
                (call by the host);serve<&>\u{1B}[31m:;TestGuest.addLink(Swift.UInt64) -> () 1536
                (unknown) 500

                """#)
        #expect(
            Self.report(Self.profile).string(.folded(.live)) == #"""
                (call by the host);serve<&>\u{1B}[31m:;TestGuest.addLink(Swift.UInt64) -> () 1536

                """#)
    }

    @Test func theFlameGraphShowsBytes() {
        let svg = Self.report(Self.profile).string(.flameGraph(.allocated))
        #expect(svg.contains("<title>all\n5.9 KiB</title>"))
        #expect(svg.contains("<title>(unknown)\n500 B, of it 500 B alone, 8.1 %, allocations: 1</title>"))
        #expect(
            svg.contains("serve&lt;&amp;&gt;\\u{1B}[31m;\n5.4 KiB, of it 0 B alone, 91.8 %, allocations: 12</title>"))
        #expect(!svg.contains(">host</text>"))
        #expect(svg.contains("note: 3 allocations have a deeper stack"))
    }

    @Test func theTimeline() {
        #expect(
            Self.report(Self.profile).string(.timeline) == """
                nanoseconds,bytes,peak
                1000,1000,1250
                32500,0,5000
                64000,1536,2500

                """)
    }

    @Test func aGuestThatTellsNothing() {
        let text = Self.report(MemoryProfile()).string(.text)
        #expect(text.contains("note: the guest told of no allocation."))
        #expect(Self.report(MemoryProfile()).string(.folded(.allocated)) == "")
        #expect(Self.report(MemoryProfile()).string(.flameGraph(.live)).hasSuffix("</svg>\n"))
    }

    @Test func numbersWithoutBounds() {
        var profile = MemoryProfile()
        profile.events = .max
        profile.peakBytes = .max
        profile.sites = (0..<100).map { _ in
            Self.site([0x30], allocated: Self.amount(.max, .max), live: Self.amount(.max, .max), peak: .max)
        }
        profile.timeline = [
            .init(nanoseconds: 0, peakBytes: .max, bytes: .max), .init(nanoseconds: .max, peakBytes: 0, bytes: 0),
        ]
        let report = Self.report(profile)
        #expect(report.string(.text).contains("  and 80 other sites, which allocated 15.9 EiB\n"))
        #expect(report.string(.folded(.live)).hasSuffix(" \(UInt64.max)\n"))
        #expect(report.string(.flameGraph(.live)).contains("15.9 EiB"))
    }

    @Test(
        arguments: [
            (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1535, "1.4 KiB"), (1536, "1.5 KiB"),
            ((1 << 20) - 1, "1023.9 KiB"), (1 << 20, "1.0 MiB"), (5 << 30, "5.0 GiB"), (.max, "15.9 EiB"),
        ] as [(UInt64, String)])
    func bytes(_ bytes: UInt64, _ text: String) {
        #expect(ByteText.short(bytes) == text)
    }
}
