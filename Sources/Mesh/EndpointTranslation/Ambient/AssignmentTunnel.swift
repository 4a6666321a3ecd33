extension Assignment {
    /// An HBONE tunnel that the proxy opens to reach a host (sections 8.2 and 8.3 of the notes).
    public struct Tunnel: Hashable, Sendable {
        /// The listener inside the proxy that opens the tunnel.
        public enum Listener: String, Hashable, Sendable {
            /// One tunnel, to the endpoint or to a waypoint.
            case connectOriginate = "connect_originate"
            /// As an east-west gateway passes on the tunnel inside the one that it received.
            case forwardInnerConnect = "forward_inner_connect"
            /// A tunnel inside a tunnel, to a gateway of another network.
            case innerConnectOriginate = "inner_connect_originate"
        }

        /// The listener.
        public let listener: Listener
        /// The `host:port` that keeps Envoy from taking hosts of one listener for the same.
        public let endpointID: String
        /// The `host:port` that the tunnel is asked for.
        public let destination: String
        /// The `host:port` of the waypoint that stands between; nil for none.
        public let waypoint: String?
        /// The `host:port` of the service that a gateway is asked for; nil for hosts that are no gateways.
        public let service: String?
        /// Whether the transport socket is chosen by the tunnel instead of the TLS mode: not for waypoints' own
        /// `inbound-vip` clusters.
        public let choosesSocket: Bool
    }
}
