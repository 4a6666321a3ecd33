/// Hosts whose endpoints are visible only inside their own cluster (NI-110, EG-L1 to EG-L3).
public struct ClusterLocalHosts: Equatable, Sendable {
    /// One `serviceSettings` entry of MeshConfig.
    public struct Setting: Hashable, Sendable {
        /// `settings.clusterLocal`.
        public let isClusterLocal: Bool
        /// Hosts and wildcards.
        public let hosts: [String]

        /// Makes a setting.
        public init(isClusterLocal: Bool, hosts: [String]) {
            self.isClusterLocal = isClusterLocal
            self.hosts = hosts
        }
    }

    private let hosts: [String: Bool]
    private let wildcards: [String: Bool]

    /// Makes the table: built-in hosts, then settings in order (EG-L1, EG-L2).
    ///
    /// - Parameters:
    ///   - settings: MeshConfig's `serviceSettings`.
    ///   - domainSuffix: the domain, such as `cluster.local`.
    ///   - systemNamespace: the namespace of the control plane's own discovery Service.
    public init(settings: [Setting], domainSuffix: String, systemNamespace: String) {
        var defaults = [
            "*.kube-system.svc.\(domainSuffix)", "kubernetes.default.svc.\(domainSuffix)",
            "istiod.\(systemNamespace).svc.\(domainSuffix)",
        ]
        var hosts: [String: Bool] = [:]
        var wildcards: [String: Bool] = [:]
        for setting in settings {
            for host in setting.hosts {
                if !setting.isClusterLocal {
                    // A host that is configured as global removes the built-in pattern above it (NI-111).
                    defaults.removeAll { $0 == host || ($0.hasPrefix("*") && host.hasSuffix($0.dropFirst())) }
                }
                if host.hasPrefix("*") {
                    wildcards[host] = setting.isClusterLocal
                } else {
                    hosts[host] = setting.isClusterLocal
                }
            }
        }
        for host in defaults {
            if host.hasPrefix("*") {
                if wildcards[host] == nil { wildcards[host] = true }
            } else if hosts[host] == nil {
                hosts[host] = true
            }
        }
        self.hosts = hosts
        self.wildcards = wildcards
    }

    /// Returns a Boolean value that indicates whether the host's endpoints stay in their cluster, by exact host or
    /// narrowest wildcard
    /// (EG-L3).
    public func contains(_ hostname: String) -> Bool {
        if let exact = hosts[hostname] { return exact }
        guard let pattern = HostPattern.mostSpecific(wildcards.keys, for: hostname) else { return false }
        return wildcards[pattern] ?? false
    }
}
