import EnvoyHarness

/// The demo's tables.
struct Report {
    let mesh: DemoMesh

    /// Returns the table of one client's endpoints, with the intended and the measured share of requests.
    func endpoints(_ observation: Observation) -> String {
        var table = Table([
            ("endpoint", .left), ("reached", .left), ("leads to", .left), ("weight", .right), ("intended", .right),
            ("measured", .right), ("requests", .right),
        ])
        let routes = mesh.routes(from: observation.client.network)
        for route in routes {
            let host = observation.hosts.first { $0.socket == route.socket }
            let intended = Double(route.behind.count) / Double(mesh.workloads.count)
            let requests = host?.requests ?? 0
            let measured = Double(requests) / Double(max(1, observation.tally.total))
            table.add([
                "\(route.socket)", route.isGateway ? "gateway" : "direct", route.network,
                host.map { "\($0.weight)" } ?? "missing", percent(intended), percent(measured), "\(requests)",
            ])
        }
        let known = Set(routes.map(\.socket))
        for host in observation.hosts where !known.contains(host.socket) {
            table.add(["\(host.socket)", "stray", "?", "\(host.weight)", percent(0), "?", "\(host.requests ?? 0)"])
        }
        let client = observation.client
        return "\(client.name) in \(client.network) (\(client.protocolName)), \(observation.tally.total) requests\n"
            + table.text
    }

    /// Returns the table of the workloads that answered, and how they were reached.
    func answers(_ observations: [Observation]) -> String {
        var table = Table(
            [("answered by", .left), ("runs in", .left)]
                + observations.map { ("to \($0.client.name)", .right) } + [("reached over", .left)]
        )
        for workload in mesh.workloads {
            let answers = observations.map { "\($0.tally.answers[workload.name, default: 0])" }
            let requests = observations.compactMap { $0.requests[workload.name] }
            let transports = [
                requests.contains { $0.tls > 0 } ? "TLS" : nil, requests.contains { $0.plain > 0 } ? "plain text" : nil,
            ]
            table.add(
                [workload.name, workload.network] + answers
                    + [transports.compactMap(\.self).joined(separator: ", ")]
            )
        }
        return "responses by workload\n" + table.text
    }

    /// Returns the table of the time that each change on disk took to reach an Envoy.
    func changes(_ outcomes: [DiskChange.Outcome]) -> String {
        var table = Table([
            ("changed on disk", .left), ("gateway then", .left), ("weight", .right), ("in Envoy after", .right),
        ])
        for outcome in outcomes {
            let time = outcome.time.map { "\(Int(($0 / .milliseconds(1)).rounded())) ms" } ?? "never"
            table.add([outcome.change.what, "\(outcome.change.gateway)", "\(outcome.change.weight)", time])
        }
        return "changes on disk, as \(Client.all[0].name)'s Envoy shows them\n" + table.text
    }

    private func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10)%"
    }
}
