internal import MeshModel
internal import MeshSources

/// SH043: ports of ServiceEntries for one host that share a name.
struct SharedPortName: LintRule {
    let about = RuleDescription(
        code: "SH043",
        severity: .warning,
        title: "several ports of a host have one name, and share their endpoints in istiod 1.30",
        why: """
            Endpoints are found by the name of their port. If ServiceEntries of one namespace describe several ports of a \
            host under one name, istiod sends the endpoints of all of them for each port. By the standard rules each port \
            has the endpoints of its own number.
            """,
        fix: "Give each port of the host a name of its own.",
        example: """
            kind: ServiceEntry    # and another one for the same host, with port 8080 named http
            spec: {hosts: [api.example.com], ports: [{number: 80, name: http}]}
            """
    )

    private struct Port: Hashable {
        let host: String
        let namespace: String
        let name: String
    }

    func findings(in context: LintContext) -> [Finding] {
        var numbers: [Port: [(number: Int, object: ObjectReference)]] = [:]
        for entry in context.configCluster?.serviceEntries ?? [] {
            for host in entry.hosts {
                for port in entry.ports {
                    let key = Port(host: host, namespace: entry.metadata.namespace, name: port.name)
                    numbers[key, default: []].append((port.number, entry.metadata.reference))
                }
            }
        }
        let isApart = context.semantics.sharedPortNames == .byNumber
        return numbers.compactMap { port, uses -> Finding? in
            let distinct = Set(uses.map(\.number)).sorted()
            let uses = uses.sorted { ($0.object.name, $0.number) < ($1.object.name, $1.number) }
            guard distinct.count > 1, let first = uses.first else { return nil }
            let list = Wording.list(distinct)
            let effect =
                isApart
                ? "each has its own endpoints; in istiod 1.30 each would have those of all"
                : "each has the endpoints of all"
            return finding(
                "ports \(list) of \(port.host) have one name, \(port.name.isEmpty ? "an empty one" : port.name): \(effect)",
                first.object,
                isApart ? .info : nil,
                places: uses.dropFirst().filter { $0.object != first.object }.map { Finding.Place($0.object) },
                key: "\(port.host) \(port.name)"
            )
        }
    }
}
