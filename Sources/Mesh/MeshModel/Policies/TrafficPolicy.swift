/// The properties of a DestinationRule's traffic policy that affect endpoints (EG-P20).
public struct TrafficPolicy: Hashable, Sendable {
    /// Settings of one service port, which replace the others as a whole (EG-P20).
    public struct PortLevel: Hashable, Sendable {
        /// The number of the service port.
        public let port: Int
        /// The settings.
        public let settings: Settings

        /// Makes settings of a port.
        public init(port: Int, settings: Settings) {
            self.port = port
            self.settings = settings
        }
    }

    /// The settings at the top level and at each port.
    public struct Settings: Hashable, Sendable {
        /// The value of `loadBalancer.localityLbSetting`, or `nil` if absent.
        public var localityLoadBalancing: LocalityLoadBalancing?
        /// A Boolean value that indicates whether there is a `loadBalancer` block, which overrides as a whole.
        public var hasLoadBalancer: Bool
        /// The rest of the `loadBalancer` block; nil when absent.
        public var loadBalancer: LoadBalancer?
        /// `connectionPool.http.h2UpgradePolicy`; nil when there is no `connectionPool` block.
        public var http2Upgrade: HTTP2Upgrade?
        /// The value of `outlierDetection`, or `nil` if absent.
        public var outlierDetection: OutlierDetection?
        /// The value of `tls.mode`, or `nil` without a tls block.
        public var tlsMode: ClientTLSMode?

        /// Makes settings.
        public init(
            localityLoadBalancing: LocalityLoadBalancing? = nil,
            hasLoadBalancer: Bool = false,
            loadBalancer: LoadBalancer? = nil,
            http2Upgrade: HTTP2Upgrade? = nil,
            outlierDetection: OutlierDetection? = nil,
            tlsMode: ClientTLSMode? = nil
        ) {
            self.localityLoadBalancing = localityLoadBalancing
            self.hasLoadBalancer = hasLoadBalancer
            self.loadBalancer = loadBalancer
            self.http2Upgrade = http2Upgrade
            self.outlierDetection = outlierDetection
            self.tlsMode = tlsMode
        }
    }

    /// The settings for every port.
    public var settings: Settings
    /// The settings for single ports, in the order of the object.
    public var portLevels: [PortLevel]

    /// Makes a policy.
    public init(settings: Settings = Settings(), portLevels: [PortLevel] = []) {
        self.settings = settings
        self.portLevels = portLevels
    }

    /// Returns the settings of a service port: the port's own replace the general ones (EG-P20).
    public func settings(forPort port: Int) -> (settings: Settings, isPortLevel: Bool) {
        if let level = portLevels.first(where: { $0.port == port }) { return (level.settings, true) }
        return (settings, false)
    }

    /// Returns the TLS mode of a service port; a port entry without tls keeps the general mode (EG-M2).
    public func tlsMode(forPort port: Int) -> ClientTLSMode? {
        portLevels.first { $0.port == port && $0.settings.tlsMode != nil }?.settings.tlsMode ?? settings.tlsMode
    }
}
