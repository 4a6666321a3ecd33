/// The rule that led to a conclusion about networks or gateways.
public enum InferenceRule: String, Hashable, Sendable, CaseIterable {
    /// The workload's own label `topology.istio.io/network` (R15).
    case workloadLabel = "workload-label"
    /// The field `network` of a WorkloadEntry or ServiceEntry endpoint (R20).
    case entryNetwork = "entry-network"
    /// The label `topology.istio.io/network` of the cluster's system namespace (R15).
    case systemNamespaceLabel = "system-namespace-label"
    /// MeshNetworks `fromRegistry` names the endpoint's cluster (R12).
    case fromRegistry = "from-registry"
    /// MeshNetworks `fromCidr` contains the endpoint's address (R11).
    case fromCIDR = "from-cidr"
    /// Nothing says anything: the endpoint has no network (R15).
    case nothing = "nothing"
    /// A proxy's own metadata `NETWORK` (R25).
    case proxyMetadata = "proxy-metadata"
    /// A proxy without `NETWORK` takes the network of its own workload.
    case ownWorkload = "own-workload"
    /// A Service labelled `topology.istio.io/network` is a gateway (R39).
    case gatewayServiceLabel = "gateway-service-label"
    /// A MeshNetworks gateway with an address (R34).
    case gatewayAddress = "gateway-address"
    /// A MeshNetworks gateway that names a Service of a claimed cluster (R40).
    case gatewayRegistryServiceName = "gateway-registry-service-name"
    /// A Gateway API Gateway labelled `topology.istio.io/network` (R47).
    case gatewayResource = "gateway-resource"
}
