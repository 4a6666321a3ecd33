internal import ArgumentParser
internal import LoadGenerator

/// The options for the simulated Envoys of `load`.
struct LoadClientOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Connections.", valueName: "number"))
    var connections = 10

    @Option(
        help: ArgumentHelp(
            "Streams on each connection. Default: as Envoy, one on ADS, else one for each of its clusters.",
            valueName: "number"
        )
    )
    var streams: Int?

    @Option(
        name: .customLong("protocol"),
        help: ArgumentHelp(
            "eds, delta-eds, ads or delta-ads; the connections take several in turn.",
            valueName: "names"
        )
    )
    var protocols = "eds"

    @Option(
        help: ArgumentHelp(
            "Clusters of each Envoy: 20, 5..50 or 5..50:skewed (many few, few many).",
            valueName: "amount"
        )
    )
    var subscriptions = "1..20:skewed"

    @Option(help: ArgumentHelp("A cluster name to subscribe to; may be repeated.", valueName: "name"))
    var resource: [String] = []

    @Option(
        help: ArgumentHelp("generated over the mesh's networks, or declared in its proxies.yaml.", valueName: "kind")
    )
    var nodes = "generated"

    @Flag(help: "Nodes of 61 KB with all their extensions, as Envoy 1.40 sends them.")
    var fullNodes = false

    @Flag(help: "The node in every request, as Envoy sends it unless told otherwise.")
    var repeatNode = false

    @Option(help: ArgumentHelp("New connections a second; 0 for all at once.", valueName: "rate"))
    var connectRate = 0.0

    @Option(help: ArgumentHelp("Longest wait for first assignments.", valueName: "time"))
    var connectTimeout = "15s"

    @Option(help: ArgumentHelp("The time from which an answer counts as a stall.", valueName: "time"))
    var stallAfter = "5s"

    @Option(help: ArgumentHelp("Event loop threads of the clients.", valueName: "number"))
    var threads = 2

    func apply(to plan: inout LoadPlan) throws(LoadError) {
        guard (1...100_000).contains(connections), (1...100_000).contains(streams ?? 1), (1...256).contains(threads),
            (0...1e6).contains(connectRate)
        else {
            throw LoadError(.option, "expected 1 to 100000 connections and streams, 1 to 256 threads, and a rate")
        }
        guard let kind = LoadPlan.Nodes(rawValue: nodes) else {
            throw LoadError(.option, "\(nodes) is no kind of node, expected generated or declared")
        }
        plan.connections = connections
        plan.streams = streams
        plan.protocols = try ClientProtocol.list(parsing: protocols)
        plan.subscriptions = try AmountDistribution(parsing: subscriptions)
        plan.resources = resource
        plan.nodes = kind
        plan.hasFullNodes = fullNodes
        plan.repeatsNode = repeatNode
        plan.connectRate = connectRate
        plan.connectTimeout = try DurationText.nanoseconds(parsing: connectTimeout)
        plan.stallAfter = try DurationText.nanoseconds(parsing: stallAfter)
        plan.threads = threads
    }
}
