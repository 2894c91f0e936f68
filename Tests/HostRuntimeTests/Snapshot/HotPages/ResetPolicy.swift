@testable import HostRuntime

/// What a machine takes for the parts of a call and a reset, in microseconds.
struct MachineCosts: CustomStringConvertible {
    let description: String
    let idleCall: Double
    /// A page that was protected, at its next write.
    let fault: Double
    /// A page that was dropped, at its next write.
    let firstWrite: Double
    let logRead = 0.4
    let drop = 0.3
    let copy = 0.07
    /// A page whose likely line is the same, and then all of it.
    let comparison = 0.06
    /// A page whose likely line differs.
    let glance = 0.005
    let protection = 0.06
    let protectionRequest = 1.0

    /// The first as measured, the second with what is known of hardware.
    static let all = [
        MachineCosts(description: "software-paged KVM", idleCall: 25.7, fault: 2.1, firstWrite: 9.3),
        MachineCosts(description: "KVM on hardware", idleCall: 2, fault: 1, firstWrite: 3),
    ]
}

/// A way to reset memory after each call.
enum ResetPolicy: CaseIterable {
    case copyEverything, protectAll, dropAll, keepAllHot

    /// All calls and resets together.
    func cost(of sets: DirtySets, on machine: MachineCosts) -> Double {
        var total = 0.0
        var hot: Set<Int> = []
        for pages in sets.calls {
            total += machine.idleCall
            let count = Double(pages.count)
            switch self {
            case .copyEverything:
                total += Double(sets.pageCount) * machine.copy
            case .protectAll:
                total += machine.logRead + count * (machine.fault + machine.copy + machine.protection)
                if !pages.isEmpty { total += machine.protectionRequest }
            case .dropAll:
                total += machine.logRead + count * (machine.firstWrite + machine.drop)
            case .keepAllHot:
                total += machine.logRead + Double(pages.subtracting(hot).count) * machine.fault
                hot.formUnion(pages)
                total += Double(hot.count) * machine.copy
            }
        }
        return total
    }

    /// The same for the policy in use.
    static func costOfHotPages(_ sets: DirtySets, in memory: GuestRange, on machine: MachineCosts) throws -> Double {
        var policy = try HotPages(of: memory)
        var total = 0.0
        var hot: Set<Int> = []
        for pages in sets.calls {
            total += machine.idleCall + machine.logRead
            policy.begin()
            var isProtecting = false
            for page in pages.union(hot) {
                let staysHot: Bool
                if !hot.contains(page) {
                    total += machine.fault + machine.copy
                    staysHot = policy.becomesHot(page)
                } else if pages.contains(page) {
                    total += machine.glance + machine.copy
                    staysHot = policy.staysHot(page, difference: 0)
                } else {
                    total += machine.comparison
                    staysHot = policy.staysHot(page, difference: nil)
                }
                if staysHot {
                    hot.insert(page)
                } else {
                    hot.remove(page)
                    total += machine.protection
                    isProtecting = true
                }
            }
            if isProtecting { total += machine.protectionRequest }
        }
        return total
    }
}
