public import MeshModel

extension InferenceRule {
    /// The rule in words that fit after "by" and "from".
    public var phrase: String {
        switch self {
        case .workloadLabel: "the workload's own label"
        case .entryNetwork: "the entry's field network"
        case .systemNamespaceLabel: "the label of the system namespace"
        case .fromRegistry: "fromRegistry"
        case .fromCIDR: "fromCidr"
        case .nothing: "nothing"
        case .proxyMetadata: "the proxy's metadata"
        case .ownWorkload: "the proxy's own workload"
        case .gatewayServiceLabel: "a labelled Service"
        case .gatewayAddress: "gateways.address"
        case .gatewayRegistryServiceName: "gateways.registryServiceName"
        case .gatewayResource: "a labelled Gateway"
        }
    }
}
