import EnvoyHarness

/// Compares observations with the intention of the mesh.
struct Verdict {
    /// Envoy's round robin is exact apart from the start of its cycle, so counts may differ by a few requests.
    static let slack = 4

    /// The deviations; empty if everything is as intended.
    let complaints: [String]

    init(on observation: Observation, in mesh: DemoMesh) {
        let routes = mesh.routes(from: observation.client.network)
        complaints =
            Self.endpoints(observation, routes)
            + Self.shares(observation, routes, of: mesh.workloads.count)
            + Self.answers(observation, routes, of: mesh.workloads.count)
            + Self.transports(observation, mesh)
    }

    private static func endpoints(_ observation: Observation, _ routes: [Route]) -> [String] {
        let expected = Set(routes.map(\.socket))
        let given = Set(observation.hosts.map(\.socket))
        return expected.subtracting(given).sorted().map { "\(observation.client.name) was not given \($0)" }
            + given.subtracting(expected).sorted().map { "\(observation.client.name) was given a stray \($0)" }
    }

    private static func shares(_ observation: Observation, _ routes: [Route], of workloads: Int) -> [String] {
        let name = observation.client.name
        let weights = observation.hosts.map(\.weight).reduce(0, +)
        return routes.flatMap { route -> [String] in
            guard let host = observation.hosts.first(where: { $0.socket == route.socket }) else { return [] }
            var complaints: [String] = []
            if host.weight * workloads != route.behind.count * weights {
                complaints.append(
                    "\(name): weight \(host.weight) of \(weights) for \(route.socket), "
                        + "intended are \(route.behind.count) of \(workloads)"
                )
            }
            let intended = observation.tally.total * route.behind.count / workloads
            let requests = host.requests ?? 0
            if abs(requests - intended) > slack {
                complaints.append("\(name): \(requests) requests to \(route.socket), intended are \(intended)")
            }
            if route.isGateway, let passed = observation.gateways[route.socket]?.total, passed != requests {
                complaints.append("\(name): \(requests) requests to \(route.socket), which passed on \(passed)")
            }
            return complaints
        }
    }

    private static func answers(_ observation: Observation, _ routes: [Route], of workloads: Int) -> [String] {
        let name = observation.client.name
        let intended = observation.tally.total / workloads
        let failures = observation.tally.failures.sorted { $0.key < $1.key }
            .map { "\(name): \($0.value) answers with status \($0.key)" }
        return failures
            + routes.flatMap(\.behind).compactMap { workload in
                let answers = observation.tally.answers[workload, default: 0]
                guard abs(answers - intended) > slack else { return nil }
                return "\(name): \(answers) responses of \(workload), intended are \(intended)"
            }
    }

    private static func transports(_ observation: Observation, _ mesh: DemoMesh) -> [String] {
        mesh.workloads.compactMap { workload in
            guard let requests = observation.requests[workload.name] else { return nil }
            let wrong = workload.hasSidecar ? requests.plain : requests.tls
            guard wrong > 0 else { return nil }
            return "\(observation.client.name): \(wrong) requests came to \(workload.name) "
                + (workload.hasSidecar ? "in plain text, intended is TLS" : "over TLS, intended is plain text")
        }
    }
}
