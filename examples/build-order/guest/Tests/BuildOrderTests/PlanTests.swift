import GuestTesting
import Testing

@testable import BuildOrderGuest

struct PlanTests {
    @Test func workersTakeWhatHoldsUpMost() throws {
        let text = try plan(
            """
            short 1:
            long 2:        # begins first: the end waits for it
            end 5: long
            all 1: short end
            """, 2)
        #expect(text == "0 2 0 long\n0 1 1 short\n2 7 0 end\n7 8 0 all\n")
    }

    @Test func oneWorkerDoesOneStepAfterTheOther() throws {
        let text = try plan("b 2: a\na 1:\nc 3: b b a", 1)
        #expect(text == "0 1 0 a\n1 3 0 b\n3 6 0 c\n")
    }

    @Test func anEmptyListIsAnEmptyPlan() throws {
        #expect(try plan("", 1) == "")
        #expect(try plan("\r\n  # nothing: at all\n\n", 1) == "")
    }

    @Test(arguments: [
        (
            "a 1:\nb",
            PlanError.malformed(line: 2, reason: "a step is NAME MINUTES: NEEDED NEEDED …, and here is no colon")
        ),
        ("a:", .malformed(line: 1, reason: "a name and a number of minutes stand before the colon")),
        ("a b 1:", .malformed(line: 1, reason: "a name and a number of minutes stand before the colon")),
        ("a x:", .malformed(line: 1, reason: "x is not a number of minutes (1 to 10080)")),
        ("a 0:", .malformed(line: 1, reason: "0 is not a number of minutes (1 to 10080)")),
        ("a -1:", .malformed(line: 1, reason: "-1 is not a number of minutes (1 to 10080)")),
        ("a 10081:", .malformed(line: 1, reason: "10081 is not a number of minutes (1 to 10080)")),
        (
            "a 99999999999999999999:",
            .malformed(line: 1, reason: "99999999999999999999 is not a number of minutes (1 to 10080)")
        ),
        ("a 1:\n\na 2:", .repeated(step: "a", line: 3)),
        ("a 1: b", .unknown(step: "b", neededBy: "a")),
        ("a 1: a", .cycle(["a"])),
        ("a 1: b\nb 1: c\nc 1: d b\nd 1:", .cycle(["b", "c"])),
    ])
    func aListThatCannotBePlannedSaysWhy(list: String, error: PlanError) {
        #expect(throws: error) { try plan(list, 1) }
    }

    @Test(arguments: [Int32.min, 0, 65])
    func thereAreOneToSixtyFourWorkers(workers: Int32) {
        #expect(throws: PlanError.workers(workers)) { try plan("a 1:", workers) }
    }

    @Test func errorsHaveCodesOfTheirOwn() {
        let errors: [PlanError] = [
            .malformed(line: 1, reason: ""), .repeated(step: "", line: 1), .unknown(step: "", neededBy: ""), .cycle([]),
            .workers(0),
        ]
        #expect(Set(errors.map(\.code)).count == errors.count)
        #expect(PlanError.cycle(["b", "c"]).message == "these steps wait for each other: b needs c needs b")
    }
}
