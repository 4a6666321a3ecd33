public import MeshModel

extension TranslationSemantics.Difference {
    /// The human-readable topic of the difference.
    public var title: String {
        switch self {
        case .networkPrecedence: "which statement about an endpoint's network wins"
        case .overlappingCIDRs: "which of several address ranges wins"
        case .conflictingRegistries: "what becomes of a cluster that two networks claim"
        case .duplicateGateways: "how often a gateway counts that is found twice"
        case .gatewayPerLocality: "whether a gateway comes once, or once in each locality"
        case .weights: "how weights are scaled and divided"
        case .remoteHealth: "whether unready endpoints count towards a gateway's weight"
        case .unresolvedGateways: "what becomes of networks whose gateways have no address"
        case .unreachableNetworks: "what becomes of networks without gateways"
        case .missingTerminating: "what not ready means when nothing is said about terminating"
        case .unlabelledProxies: "where a proxy is whose metadata gives no network"
        case .duplicateEndpoints: "how often an address comes that is listed twice"
        case .localityGroups: "what makes a group of endpoints"
        case .emptyAddresses: "what becomes of endpoints without address"
        case .networkFailover: "how failover goes on where networks differ"
        case .subsetTLS: "the TLS mode of a subset without a policy of its own"
        case .portlessGateways: "what becomes of gateways without a port for mutual TLS"
        case .ambientIndex: "which captured workloads and waypoints ambient mode knows"
        case .tunnelsAcrossNetworks: "which endpoints of other networks are reached by HBONE in ambient mode"
        case .hboneListeners: "whether a Gateway's listener for HBONE is taken for mutual TLS"
        case .selectingRules: "the effect of rules that select workloads on other workloads"
        case .machinePorts: "the name by which the port of a WorkloadEntry is found"
        case .undiscoveredConfiguration: "Istio objects in namespaces that are not discovered"
        case .importedServices: "the cluster that describes a service under clusterset.local"
        case .unreadyEndpoints: "whether endpoints are sent that are not ready"
        case .gatewayFamilies: "gateways of an address family that the proxy does not reach"
        case .networklessProxies: "how proxies without a network reach networks with gateways"
        case .labelledGatewayPorts: "whether a labelled Service has to declare its gateway port"
        case .localityLabels: "the labels that give a locality"
        case .inlineEndpointNames: "the names of endpoints that are written into ServiceEntries"
        case .slicePorts: "the meaning of a port of an EndpointSlice without a number"
        case .repeatedAddresses: "the endpoint that counts of an address that is listed several times"
        case .sliceLocality: "the locality of an address without a pod"
        }
    }
}
