internal import ClientBalancing
internal import EndpointTranslation
internal import MeshModel

extension ClusterSettings {
    /// The settings that istiod configures.
    ///
    /// For proxyless gRPC the default is round_robin, and RANDOM is passed over
    /// (istio/pilot/pkg/networking/grpcgen/cds.go `applyLoadBalancing`).
    init(_ configured: ConfiguredCluster, client: ClientKind) {
        self.init(
            weighsLocalities: configured.weighsLocalities,
            panicThreshold: configured.panicThreshold,
            slowStart: configured.warmup.map { warmup in
                SlowStart(
                    window: warmup.seconds,
                    aggression: warmup.aggression,
                    minimumPercent: warmup.minimumPercent
                )
            },
            // Istio's bootstrap names no local cluster.
            zoneAware: nil,
            isHTTP2: configured.isHTTP2 || client == .grpc
        )
        switch configured.policy {
        case .leastRequest:
            policy = client == .grpc && configured.policyOrigin == .default ? .roundRobin : .leastRequest
        case .roundRobin: policy = .roundRobin
        case .random: policy = client == .grpc ? .roundRobin : .random
        case .ringHash(let size):
            policy = .ringHash
            if let size { hashing.ring.minimum = size }
        case .maglev(let size):
            policy = .maglev
            if let size { hashing.tableSize = Int(clamping: max(2, size)) }
        case .passthrough:
            policy = .clusterProvided
            otherDiscovery = "ORIGINAL_DST"
        }
    }
}
