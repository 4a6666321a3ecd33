internal import MeshModel
internal import TextFormats

extension JSONValue {
    /// Returns an endpoint with the inferred properties and their provenance.
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

    /// Returns a gateway with its provenance.
    static func gateway(_ gateway: Gateway, isResolved: Bool = true) -> JSONValue {
        .members([
            "address": .string(gateway.address), "port": .whole(gateway.port), "network": .string(gateway.network.name),
            "cluster": .string(gateway.cluster.name), "resolved": .bool(isResolved),
            "because": .string(gateway.provenance.description),
        ])
    }
}

extension EndpointHealth {
    /// The health as one word.
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
