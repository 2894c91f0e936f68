import SystemPackage
import Testing

@testable import SwiftletCommand

struct SwiftletDependencyTests {
    static let record = "/usr/local/share/swiftlet/package"
    static let url = "https://example.org/swiftlet.git"

    /// The files by which a clone is known.
    static func clone(_ folder: String) -> [String] {
        ["\(folder)/Package.swift", "\(folder)/sdk/\(GuestSDKBundleTests.bundle)"]
    }

    private func failure(
        _ chosen: String?, _ version: String? = nil, in surroundings: Surroundings = .test()
    ) throws -> CommandFailure {
        let failure = try #require(throws: CommandFailure.self) {
            try SwiftletDependency(chosen: chosen, version: version, in: surroundings)
        }
        #expect(failure.advice != nil)
        return failure
    }

    @Test func nearestAnswerCounts() throws {
        var surroundings = Surroundings.test(
            files: Self.clone("/chosen") + Self.clone("/variable") + Self.clone("/checkout"),
            contents: [Self.record: "\(Self.url)\n0.3.1\n"], environment: ["SWIFTLET_PACKAGE": "/variable"],
            executable: "/checkout/.build/debug/swiftlet")
        #expect(try SwiftletDependency(chosen: "/chosen", version: nil, in: surroundings) == .checkout("/chosen"))
        #expect(try SwiftletDependency(chosen: nil, version: nil, in: surroundings) == .checkout("/variable"))
        surroundings.environment = [:]
        #expect(try SwiftletDependency(chosen: nil, version: nil, in: surroundings) == .checkout("/checkout"))
        surroundings.executable = "/usr/local/bin/swiftlet"
        #expect(
            try SwiftletDependency(chosen: nil, version: nil, in: surroundings)
                == .release(url: Self.url, version: "0.3.1"))
        #expect(
            try SwiftletDependency(chosen: nil, version: "1.0.0", in: surroundings)
                == .release(url: Self.url, version: "1.0.0"))
    }

    @Test func recordCanNameAFolder() throws {
        let surroundings = Surroundings.test(
            files: Self.clone("/a clone"), contents: [Self.record: "/a clone\n"])
        #expect(try SwiftletDependency(chosen: nil, version: nil, in: surroundings) == .checkout("/a clone"))
    }

    @Test func brokenRecordsAreErrors() throws {
        #expect(try failure(nil, in: .test(contents: [Self.record: ""])).status == .usage)
        #expect(try failure(nil, in: .test(contents: [Self.record: "/gone\n"])).status == .noInput)
        #expect(try failure(nil, in: .test(contents: [Self.record: "\(Self.url)\nnew\n"])).status == .usage)
        #expect(try failure(nil).status == .notReady)
    }

    @Test func relativeFoldersStartAtTheWorkingDirectory() throws {
        let surroundings = Surroundings.test(files: Self.clone("/swiftlet"))
        #expect(try SwiftletDependency(chosen: "../swiftlet", version: nil, in: surroundings) == .checkout("/swiftlet"))
    }

    @Test(arguments: ["", "\n", "https://example.org/\u{1B}x", "a\0b"]) func nonsenseIsRefused(location: String) throws
    {
        #expect(try failure(location).status == .usage)
    }

    @Test(arguments: ["https://", "://", "@:", "git@h:", "a b://c d", "https://x/.git"])
    func whatIsNoWholeURLIsRefused(location: String) throws {
        #expect(try failure(location).code == "invalidPackage")
    }

    @Test(arguments: ["swiftlet", "/", "C:\\swiftlet", "..", "~"]) func foldersWithoutACloneAreRefused(location: String)
        throws
    {
        #expect(try failure(location).status == .noInput)
    }

    @Test(arguments: [
        "", "1", "1.2", "1.2.3.4", "v1.2.3", "1.2.x", "01.2.3", "1.2.-3", "1.2.3-", "1.2.3-a b", "1.2.3\"",
        "99999999999.0.0",
    ])
    func wrongVersionsAreRefused(version: String) throws {
        #expect(try failure(Self.url, version).code == "invalidVersion")
    }

    @Test func versionOfAFolderIsRefused() throws {
        #expect(try failure("/clone", "1.2.3", in: .test(files: Self.clone("/clone"))).code == "versionOfFolder")
    }

    @Test(arguments: [
        ("https://example.org/swiftlet.git", "swiftlet"), ("https://example.org/tools/swiftlet-fork/", "swiftlet-fork"),
        ("git@example.org:swiftlet.git", "swiftlet"), ("file:///srv/git/mine.git", "mine"),
    ])
    func identityIsMadeOfTheURL(url: String, identity: String) throws {
        let dependency = try SwiftletDependency(chosen: url, version: "1.2.3-beta.1", in: .test())
        #expect(dependency == .release(url: url, version: "1.2.3-beta.1"))
        #expect(dependency.product("GuestSDK") == ".product(name: \"GuestSDK\", package: \"\(identity)\")")
    }

    @Test func declarationsAreSwift() {
        #expect(
            SwiftletDependency.release(url: Self.url, version: "1.2.3").declaration(traits: [])
                == ".package(url: \"https://example.org/swiftlet.git\", .upToNextMinor(from: \"1.2.3\"))")
        #expect(
            SwiftletDependency.checkout(#"/a "quoted" \(path)"#).declaration(traits: [.named("Guests")])
                == #".package(name: "swiftlet", path: "/a \"quoted\" \\(path)", traits: ["Guests"])"#)
    }
}
