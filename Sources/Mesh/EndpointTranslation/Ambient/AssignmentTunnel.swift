extension Assignment {
    /// An HBONE tunnel that the proxy opens to reach a host (EG-A3 to EG-A7).
    public struct Tunnel: Hashable, Sendable {
        /// The listener inside the proxy that opens the tunnel.
        public enum Listener: String, Hashable, Sendable {
            /// One tunnel, to the endpoint or to a waypoint (EG-A3).
            case connectOriginate = "connect_originate"
            /// The tunnel of an east-west gateway inside the one that it received (EG-A3).
            case forwardInnerConnect = "forward_inner_connect"
            /// A tunnel inside a tunnel, to a gateway of another network (EG-A6).
            case innerConnectOriginate = "inner_connect_originate"
        }

        /// The listener.
        public let listener: Listener
        /// The `host:port` that distinguishes hosts of one listener in Envoy.
        public let endpointID: String
        /// The `host:port` of the tunnel's CONNECT request (EG-A4, EG-A7).
        public let destination: String
        /// The `host:port` of the waypoint, or `nil` without one (EG-A11).
        public let waypoint: String?
        /// The `host:port` of the service that is requested from a gateway, or `nil` for hosts that are not gateways
        /// (EG-A7).
        public let service: String?
        /// A Boolean value that indicates whether the tunnel selects the transport socket, instead of the TLS mode: not
        /// for waypoints' own
        /// `inbound-vip` clusters (EG-A5).
        public let choosesSocket: Bool
    }
}
