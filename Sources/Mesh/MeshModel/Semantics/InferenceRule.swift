/// The rule that led to a conclusion about networks or gateways.
public enum InferenceRule: String, Hashable, Sendable, CaseIterable {
    /// The workload's own label `topology.istio.io/network` (NI-15).
    case workloadLabel = "workload-label"
    /// The field `network` of a WorkloadEntry or ServiceEntry endpoint (NI-20).
    case entryNetwork = "entry-network"
    /// The label `topology.istio.io/network` of the cluster's system namespace (NI-15).
    case systemNamespaceLabel = "system-namespace-label"
    /// MeshNetworks `fromRegistry` names the endpoint's cluster (NI-12).
    case fromRegistry = "from-registry"
    /// MeshNetworks `fromCidr` contains the endpoint's address (NI-11).
    case fromCIDR = "from-cidr"
    /// No statement: the endpoint has no network (NI-15).
    case nothing = "nothing"
    /// A proxy's own metadata `NETWORK` (NI-25).
    case proxyMetadata = "proxy-metadata"
    /// A proxy without `NETWORK` has the network of its own workload.
    case ownWorkload = "own-workload"
    /// A Service labelled `topology.istio.io/network` is a gateway (NI-39).
    case gatewayServiceLabel = "gateway-service-label"
    /// A MeshNetworks gateway with an address (NI-34).
    case gatewayAddress = "gateway-address"
    /// A MeshNetworks gateway that names a Service of a claimed cluster (NI-40).
    case gatewayRegistryServiceName = "gateway-registry-service-name"
    /// A Gateway API Gateway labelled `topology.istio.io/network` (NI-47).
    case gatewayResource = "gateway-resource"
}
