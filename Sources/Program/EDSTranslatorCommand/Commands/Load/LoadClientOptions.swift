internal import ArgumentParser
internal import LoadGenerator

/// The options for the simulated Envoys of `load`.
struct LoadClientOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Number of connections.", valueName: "number"))
    var connections = 10

    @Option(
        help: ArgumentHelp(
            "Streams per connection. Default: as in Envoy, one on ADS, otherwise one per cluster.",
            valueName: "number"
        )
    )
    var streams: Int?

    @Option(
        name: .customLong("protocol"),
        help: ArgumentHelp(
            "eds, delta-eds, ads or delta-ads; several are assigned to the connections in turn.",
            valueName: "names"
        )
    )
    var protocols = "eds"

    @Option(
        help: ArgumentHelp(
            "Number of clusters per Envoy: 20, 5..50 or 5..50:skewed (many few, few many).",
            valueName: "amount"
        )
    )
    var subscriptions = "1..20:skewed"

    @Option(help: ArgumentHelp("A cluster name to subscribe to; may be repeated.", valueName: "name"))
    var resource: [String] = []

    @Option(
        help: ArgumentHelp(
            "Source of nodes: generated over the mesh's networks, or declared in its proxies.yaml.",
            valueName: "kind"
        )
    )
    var nodes = "generated"

    @Flag(help: "Send full-size (61 KB) nodes with all extensions, as Envoy 1.40 does.")
    var fullNodes = false

    @Flag(help: "Send the node in every request, as Envoy does by default.")
    var repeatNode = false

    @Option(help: ArgumentHelp("New connections per second; 0 for all at once.", valueName: "rate"))
    var connectRate = 0.0

    @Option(help: ArgumentHelp("Maximum wait for the first assignments.", valueName: "time"))
    var connectTimeout = "15s"

    @Option(help: ArgumentHelp("Latency from which a response counts as a stall.", valueName: "time"))
    var stallAfter = "5s"

    @Option(help: ArgumentHelp("Number of client event-loop threads.", valueName: "number"))
    var threads = 2

    func apply(to plan: inout LoadPlan) throws(LoadError) {
        guard (1...100_000).contains(connections), (1...100_000).contains(streams ?? 1), (1...256).contains(threads),
            (0...1e6).contains(connectRate)
        else {
            throw LoadError(.option, "expected 1 to 100000 connections and streams, 1 to 256 threads, and a rate")
        }
        guard let kind = LoadPlan.Nodes(rawValue: nodes) else {
            throw LoadError(.option, "invalid --nodes \"\(nodes)\": expected generated or declared")
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
