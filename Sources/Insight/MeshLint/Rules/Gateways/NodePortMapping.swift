internal import MeshModel
internal import MeshSources

/// SH022: a NodePort gateway without a node port for its port.
struct NodePortMapping: LintRule {
    let about = RuleDescription(
        code: "SH022",
        severity: .warning,
        title: "a NodePort gateway has no nodePort for the mTLS port",
        why: """
            On the address of a node only node ports are open. Where the gateway's service port has no nodePort, its \
            own number is sent, and connections are refused. The HBONE port is never mapped.
            """,
        fix: "Set nodePort on the service port, or dump the Service from the API server, which fills it in.",
        example: """
            spec: {type: NodePort, ports: [{port: 15443}]}    # no nodePort
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        context.entrances.services.filter(\.takesNodes).compactMap { entrance in
            let ports = entrance.label == nil ? entrance.rules.map(\.port) : [entrance.wantedPort]
            let unmapped = ports.filter { number in
                let isDeclared = entrance.declares(number) || entrance.label == nil
                return isDeclared
                    && !entrance.service.ports.contains { $0.number == number && !$0.isUDP && $0.nodePort != 0 }
            }
            guard let port = unmapped.first else { return nil }
            return finding(
                "port \(port) has no nodePort: the gateway is sent as port \(port) of its nodes, where nothing listens",
                entrance.reference,
                key: String(port)
            )
        }
    }
}
