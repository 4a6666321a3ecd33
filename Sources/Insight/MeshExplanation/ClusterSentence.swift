internal import ClientBalancing
internal import EndpointTranslation
internal import MeshModel
internal import TextFormats

extension AssignmentExplanation {
    /// The load balancing that istiod configures for the proxy's cluster, and the objects that decide it; nil unless the
    /// name is that of a service port.
    public var clusterSentence: String? {
        guard let cluster = trace.cluster else { return nil }
        let settings = ClusterSettings(cluster, client: proxy.client == .grpc ? .grpc : .envoy)
        var parts = ["\(settings.policy.rawValue) (\(Self.title(cluster.policyOrigin)))"]
        if cluster.policy == .passthrough {
            parts.append("so the cluster is ORIGINAL_DST and asks for no endpoints")
            return parts.joined(separator: ", ")
        }
        if let warmup = cluster.warmup {
            parts.append("warmup of \(JSONNumber(warmup.seconds)?.description ?? "0") s")
        }
        let weighed = cluster.weighsLocalities ? "localities weighed" : "localities not weighed"
        parts.append("\(weighed) (\(Self.title(cluster.localityOrigin)))")
        parts.append("panic threshold \(cluster.panicThreshold)% (\(Self.title(cluster.panicOrigin)))")
        parts.append("\(cluster.isHTTP2 ? "HTTP/2" : "HTTP/1.1 or TCP") (\(Self.title(cluster.http2Origin)))")
        return parts.joined(separator: ", ")
    }

    /// The origin of a setting, in words.
    private static func title(_ origin: ConfiguredCluster.Origin) -> String {
        switch origin {
        case .destinationRule(let object): "DestinationRule \(object.namespace)/\(object.name), \(object.location)"
        case .service(let object): "trafficDistribution of \(object.namespace)/\(object.name), \(object.location)"
        case .mesh: "the mesh's configuration"
        case .port: "the port's protocol"
        case .default: "default"
        }
    }

    /// The same as a JSON object.
    var clusterJSON: JSONValue? {
        guard let cluster = trace.cluster else { return nil }
        let settings = ClusterSettings(cluster, client: proxy.client == .grpc ? .grpc : .envoy)
        var fields = JSONFields()
        fields.add("policy", text: settings.policy.rawValue)
        fields.add("policyFrom", Self.json(cluster.policyOrigin))
        fields.add("weighsLocalities", .bool(cluster.weighsLocalities))
        fields.add("weighsLocalitiesFrom", Self.json(cluster.localityOrigin))
        fields.add("panicThreshold", number: cluster.panicThreshold)
        fields.add("panicThresholdFrom", Self.json(cluster.panicOrigin))
        fields.add("http2", .bool(cluster.isHTTP2))
        fields.add("http2From", Self.json(cluster.http2Origin))
        return fields.value
    }

    private static func json(_ origin: ConfiguredCluster.Origin) -> JSONValue {
        var fields = JSONFields()
        switch origin {
        case .destinationRule(let object):
            fields.add("by", text: "destination-rule")
            fields.add("object", object: object)
        case .service(let object):
            fields.add("by", text: "traffic-distribution")
            fields.add("object", object: object)
        case .mesh: fields.add("by", text: "mesh")
        case .port: fields.add("by", text: "port")
        case .default: fields.add("by", text: "default")
        }
        return fields.value
    }
}
