public import MeshModel

extension TranslationSemantics.Difference {
    /// The release of Istio in which an answer of istiod changed, and the way to keep the old one.
    public struct Change: Hashable, Sendable {
        /// The release, such as `1.31`.
        public let release: String
        /// The issues or pull requests of istio/istio, such as `#60690`.
        public let issue: String
        /// The setting that keeps the old answer.
        public let remedy: String
    }

    /// The change of istiod that the difference describes; `nil` for differences between all releases and the standard.
    public var change: Change? {
        switch self {
        case .unreadyEndpoints:
            Change(
                release: "1.31",
                issue: "#60690",
                remedy: "set PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS=false for istiod, or "
                    + "outlierDetection.minHealthPercent above 0 in the DestinationRule"
            )
        case .subsetTLS:
            Change(
                release: "1.31",
                issue: "#46555",
                remedy: "give the subset a trafficPolicy with the TLS mode that it has now"
            )
        case .networkFailover:
            Change(
                release: "1.31",
                issue: "#49500",
                remedy: "set localityLbSetting.failoverPriority: [topology.istio.io/network] in the DestinationRule"
            )
        case .gatewayFamilies:
            Change(
                release: "1.30",
                issue: "#59767",
                remedy: "give the gateway an address of the family that the proxies reach"
            )
        case .networklessProxies:
            Change(
                release: "1.30",
                issue: "#58613",
                remedy: "set the network of the proxies (ISTIO_META_NETWORK) to that of their endpoints"
            )
        case .labelledGatewayPorts:
            Change(
                release: "1.30",
                issue: "#58131",
                remedy: "declare port 15443, or that of the label networking.istio.io/gatewayPort, in the Service"
            )
        case .localityLabels:
            Change(
                release: "1.30",
                issue: "#58186",
                remedy: "remove the label topology.istio.io/locality, or set istio-locality to the same value"
            )
        case .inlineEndpointNames:
            Change(
                release: "1.30",
                issue: "#58951",
                remedy: "set the TLS mode in a DestinationRule, which goes before PeerAuthentications of the namespace"
            )
        default: nil
        }
    }
}
