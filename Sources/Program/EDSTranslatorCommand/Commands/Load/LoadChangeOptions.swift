internal import ArgumentParser
internal import LoadGenerator

/// The options for the changes of `load`.
struct LoadChangeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Number of generated services.", valueName: "number"))
    var services = 50

    @Option(help: ArgumentHelp("Number of endpoints per service.", valueName: "amount"))
    var endpoints = "2..100:skewed"

    @Option(help: ArgumentHelp("Changes per second; 0 to watch only.", valueName: "rate"))
    var rate = 10.0

    @Option(
        help: ArgumentHelp(
            "scale, rollout, flap and gateway, with shares if they differ: scale=8,gateway=1.",
            valueName: "kinds"
        )
    )
    var changes = "scale,rollout,flap"

    @Option(help: ArgumentHelp("The spacing of changes: constant or poisson.", valueName: "kind"))
    var arrivals = "constant"

    @Option(help: ArgumentHelp("Duration of the measured part.", valueName: "time"))
    var duration = "10s"

    @Option(
        help: ArgumentHelp("Duration of the part before it, with changes that are not measured.", valueName: "time")
    )
    var warmUp = "1s"

    @Option(help: ArgumentHelp("Maximum wait for missing receipts after the last change.", valueName: "time"))
    var settle = "5s"

    @Option(help: ArgumentHelp("Seed of all random choices.", valueName: "number"))
    var seed: UInt64 = 1

    func apply(to plan: inout LoadPlan) throws(LoadError) {
        guard (1...100_000).contains(services), (0...100_000).contains(rate) else {
            throw LoadError(.option, "expected 1 to 100000 services and 0 to 100000 changes per second")
        }
        guard let spacing = LoadPlan.Arrivals(rawValue: arrivals) else {
            throw LoadError(.option, "invalid --arrivals \"\(arrivals)\": expected constant or poisson")
        }
        plan.services = services
        plan.endpoints = try AmountDistribution(parsing: endpoints)
        plan.rate = rate
        plan.changes = try ChangeMix(parsing: changes)
        plan.arrivals = spacing
        plan.duration = try DurationText.nanoseconds(parsing: duration)
        plan.warmUp = try DurationText.nanoseconds(parsing: warmUp)
        plan.settle = try DurationText.nanoseconds(parsing: settle)
        plan.seed = seed
    }
}
