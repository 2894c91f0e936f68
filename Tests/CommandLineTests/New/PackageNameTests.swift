import SystemPackage
import Testing

@testable import SwiftletCommand

struct PackageNameTests {
    @Test(arguments: [
        ("greeter", "Greeter"), ("my-guest", "MyGuest"), ("my_other-guest2", "MyOtherGuest2"), ("MyGuest", "MyGuest"),
        ("a", "A"), ("a--b-", "AB"), ("imageURL", "ImageURL"),
        (String(repeating: "x", count: 64), "X" + String(repeating: "x", count: 63)),
    ])
    func modulesAreNamedAfterPackages(name: String, module: String) throws {
        #expect(try PackageName(name).module == module)
    }

    @Test(arguments: [
        "", " ", "-", "_", "-x", "2d", "../x", "a/b", ".", "..", ".x", "a.b", "a b", "größe", "😀", "a\u{301}", "x\n",
        "x\0",
        "\u{1B}[31m", "$(id)", "a\"b", "\\(x)", "~", "%s", String(repeating: "x", count: 65),
        String(repeating: "x", count: 300),
    ])
    func nonsenseIsRefused(name: String) throws {
        let failure = try #require(throws: CommandFailure.self) { try PackageName(name) }
        #expect(failure.status == .usage)
        #expect(failure.code == "invalidName")
        #expect(failure.advice != nil)
        // The message shows the name, but not whatever length somebody gives it.
        #expect(failure.message.utf8.count < 500)
    }

    @Test(arguments: [
        "GuestSDK", "guest-sdk", "HostRuntime", "wire", "Swift", "swift", "swiftlet", "swift-log", "swift-parser",
        "testing",
        "Foundation", "Self", "Any", "type", "Protocol", "main", "guest_testing",
    ])
    func takenNamesAreRefused(name: String) throws {
        let failure = try #require(throws: CommandFailure.self) { try PackageName(name) }
        #expect(failure.status == .usage)
        #expect(failure.code == "takenName")
    }

    @Test(arguments: ["/work/swiftlet", "/work/Swift-Log", "/"]) func takenFoldersAreRefused(folder: FilePath) throws {
        let failure = try #require(throws: CommandFailure.self) { try PackageName.checkIdentity(of: folder) }
        #expect(failure.status == .usage)
    }

    @Test func otherFoldersAreFine() throws {
        try PackageName.checkIdentity(of: "/work/swiftlet/greeter guest")
    }
}
