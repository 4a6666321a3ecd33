public import MeshModel

extension TranslationSemantics.Difference {
    /// The human-readable topic of the difference.
    public var title: String {
        switch self {
        case .networkPrecedence: "precedence of statements about an endpoint's network"
        case .overlappingCIDRs: "precedence of overlapping address ranges"
        case .conflictingRegistries: "a cluster that two networks claim"
        case .duplicateGateways: "a gateway that is found in several sources"
        case .gatewayPerLocality: "gateways once, or once per locality"
        case .weights: "scaling and division of weights"
        case .remoteHealth: "unready endpoints in a gateway's weight"
        case .unresolvedGateways: "networks whose gateways have no address"
        case .unreachableNetworks: "networks without gateways"
        case .missingTerminating: "unready endpoints without a terminating condition"
        case .unlabelledProxies: "the network of a proxy without network metadata"
        case .duplicateEndpoints: "duplicate addresses"
        case .localityGroups: "grouping of endpoints"
        case .emptyAddresses: "endpoints without address"
        case .networkFailover: "failover between networks"
        case .subsetTLS: "the TLS mode of a subset without its own policy"
        case .portlessGateways: "gateways without a port for mutual TLS"
        case .shareEncoding: "the encoding of shares"
        case .mappedAddresses: "the form of IPv4 addresses that are written as IPv6"
        case .ambientIndex: "captured workloads and waypoints that ambient mode knows"
        case .tunnelsAcrossNetworks: "endpoints of other networks that are reached by HBONE in ambient mode"
        case .hboneListeners: "the use of a Gateway's HBONE listener for mutual TLS"
        case .selectingRules: "the effect of rules that select workloads on other workloads"
        case .machinePorts: "the name by which the port of a WorkloadEntry is found"
        case .undiscoveredConfiguration: "Istio objects in namespaces that are not discovered"
        case .importedServices: "the cluster that describes a service under clusterset.local"
        case .unreadyEndpoints: "endpoints that are not ready"
        case .gatewayFamilies: "gateways of an address family that the proxy does not reach"
        case .networklessProxies: "the way from proxies without a network to networks with gateways"
        case .labelledGatewayPorts: "labelled gateway Services without a declared port"
        case .localityLabels: "the labels that give a locality"
        case .inlineEndpointNames: "the names of endpoints that are written into ServiceEntries"
        case .slicePorts: "the meaning of a port of an EndpointSlice without a number"
        case .repeatedAddresses: "the endpoint used for an address that is listed several times"
        case .sliceLocality: "the locality of an address without a pod"
        case .endpointIdentity: "pods with several addresses"
        case .endpointFamilies: "endpoints of an address family that the proxy does not reach"
        case .sharedPortNames: "endpoints of ports that share a name"
        }
    }
}
