import GuestSDK
import OrderedCollections

/// Plans the steps of a list for a number of workers.
///
/// The result has a line for each step, `START END WORKER NAME`, in the order of their start.
@GuestFunction
func plan(_ list: String, _ workers: Int32) throws(PlanError) -> String {
    let list = try StepList(parsing: list)
    let schedule = try Schedule(of: StepGraph(of: list), workers: workers)
    Log.debug("planned \(list.steps.count) steps for \(workers) workers: \(schedule.minutes) minutes")

    var text = ""
    for assignment in schedule.assignments {
        let name = list.steps.keys[assignment.step]
        text += "\(assignment.start) \(assignment.end) \(assignment.worker) \(name)\n"
    }
    return text
}
