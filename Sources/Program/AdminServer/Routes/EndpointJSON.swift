internal import MeshModel
internal import TextFormats

extension JSONValue {
    /// An endpoint with what was concluded of it, and why.
    static func endpoint(_ endpoint: Endpoint) -> JSONValue {
        .members([
            "addresses": .texts(endpoint.addresses), "port": .whole(endpoint.port),
            "portName": .string(endpoint.portName),
            "network": .string(endpoint.network.name),
            "networkBecause": .string(endpoint.networkProvenance.description),
            "cluster": .string(endpoint.cluster.name), "locality": .string(endpoint.localityLabel),
            "weight": .whole(endpoint.weight), "health": .string(endpoint.health.word),
            "tlsMode": .string(endpoint.tlsMode), "workload": .string(endpoint.workloadName),
            "namespace": .string(endpoint.namespace), "node": .string(endpoint.nodeName),
            "source": .string(endpoint.source.description),
        ])
    }

    /// A gateway with why it is one.
    static func gateway(_ gateway: Gateway, isResolved: Bool = true) -> JSONValue {
        .members([
            "address": .string(gateway.address), "port": .whole(gateway.port), "network": .string(gateway.network.name),
            "cluster": .string(gateway.cluster.name), "resolved": .bool(isResolved),
            "because": .string(gateway.provenance.description),
        ])
    }
}

extension EndpointHealth {
    /// The health in a word.
    var word: String {
        switch self {
        case .unknown: "unknown"
        case .healthy: "healthy"
        case .unhealthy: "unhealthy"
        case .draining: "draining"
        case .terminating: "terminating"
        }
    }
}
