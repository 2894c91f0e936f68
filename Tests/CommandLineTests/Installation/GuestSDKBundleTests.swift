import SystemPackage
import Testing

@testable import SwiftletCommand

struct GuestSDKBundleTests {
    static let bundle = "swiftlet-guest.artifactbundle/info.json"
    static let installed = "/usr/local/share/swiftlet/sdk/\(bundle)"

    @Test func commandLineComesFirst() throws {
        let surroundings = Surroundings.test(
            files: ["/chosen/\(Self.bundle)", "/variable/\(Self.bundle)", Self.installed],
            environment: ["SWIFTLET_SDKS_PATH": "/variable"])
        #expect(try GuestSDKBundle.folder(chosen: "/chosen", in: surroundings) == "/chosen")
        #expect(try GuestSDKBundle.folder(chosen: nil, in: surroundings) == "/variable")
    }

    @Test func relativePathsStartAtTheWorkingDirectory() throws {
        let surroundings = Surroundings.test(files: ["/sdk/\(Self.bundle)"])
        #expect(try GuestSDKBundle.folder(chosen: "../sdk/", in: surroundings) == "/sdk")
    }

    @Test func installedOneIsFound() throws {
        let surroundings = Surroundings.test(files: [Self.installed], environment: ["SWIFTLET_SDKS_PATH": ""])
        #expect(try GuestSDKBundle.folder(chosen: nil, in: surroundings) == "/usr/local/share/swiftlet/sdk")
    }

    @Test func checkoutsOneIsFoundFromItsScratchFolder() throws {
        let surroundings = Surroundings.test(
            files: ["/checkout/Package.swift", "/checkout/sdk/\(Self.bundle)"],
            executable: "/checkout/.build/x86_64-unknown-linux-gnu/debug/swiftlet")
        #expect(try GuestSDKBundle.folder(chosen: nil, in: surroundings) == "/checkout/sdk")
    }

    /// A package of another project around the executable is not Swiftlet's checkout.
    @Test func otherPackagesAreNoCheckouts() {
        let surroundings = Surroundings.test(files: ["/usr/Package.swift", "/usr/local/sdk/\(Self.bundle)"])
        #expect(surroundings.enclosingCheckout == nil)
        let failure = #expect(throws: CommandFailure.self) {
            try GuestSDKBundle.folder(chosen: nil, in: surroundings)
        }
        #expect(failure?.status == .notReady)
        #expect(failure?.advice?.contains("make install") == true)
    }

    /// What the user has named is used or refused: another one, silently, could be of another version.
    @Test(arguments: [nil, "/nothing"]) func wrongChoiceIsRefused(chosen: String?) {
        let surroundings = Surroundings.test(
            files: [Self.installed], environment: ["SWIFTLET_SDKS_PATH": "/elsewhere"])
        let failure = #expect(throws: CommandFailure.self) {
            try GuestSDKBundle.folder(chosen: chosen, in: surroundings)
        }
        #expect(failure?.status == .noInput)
        #expect(failure?.message.contains(chosen ?? "/elsewhere") == true)
        #expect(failure?.message.contains(chosen == nil ? "SWIFTLET_SDKS_PATH" : "--swift-sdks-path") == true)
    }
}
