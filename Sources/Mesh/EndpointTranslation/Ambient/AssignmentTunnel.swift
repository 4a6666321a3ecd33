extension Assignment {
    /// An HBONE tunnel that the proxy opens to reach a host (EG-A3 to EG-A7).
    public struct Tunnel: Hashable, Sendable {
        /// The listener inside the proxy that opens the tunnel.
        public enum Listener: String, Hashable, Sendable {
            /// One tunnel, to the endpoint or to a waypoint (EG-A3).
            case connectOriginate = "connect_originate"
            /// As an east-west gateway passes on the tunnel inside the one that it received (EG-A3).
            case forwardInnerConnect = "forward_inner_connect"
            /// A tunnel inside a tunnel, to a gateway of another network (EG-A6).
            case innerConnectOriginate = "inner_connect_originate"
        }

        /// The listener.
        public let listener: Listener
        /// The `host:port` that keeps Envoy from taking hosts of one listener for the same.
        public let endpointID: String
        /// The `host:port` that the tunnel is asked for (EG-A4, EG-A7).
        public let destination: String
        /// The `host:port` of the waypoint that stands between; nil for none (EG-A11).
        public let waypoint: String?
        /// The `host:port` of the service that a gateway is asked for; nil for hosts that are no gateways (EG-A7).
        public let service: String?
        /// Whether the transport socket is chosen by the tunnel instead of the TLS mode: not for waypoints' own
        /// `inbound-vip` clusters (EG-A5).
        public let choosesSocket: Bool
    }
}
