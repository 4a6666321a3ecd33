internal import EndpointTranslation
internal import MeshModel

/// The reason and suggestions for a cluster name without a service.
public struct NearMisses: Hashable, Sendable {
    /// A cluster name with a service, which the proxy may not see.
    public struct Suggestion: Hashable, Sendable {
        /// The cluster name.
        public let name: String
        /// The reason for which it is not the requested one, or `nil` if only the spelling differs.
        public let remark: String?
    }

    /// The reason for which the name has no service.
    public let reason: String
    /// The suggestions, nearest first.
    public let suggestions: [Suggestion]

    private static let most = 5

    init(_ name: String, for proxy: Proxy, in snapshot: MeshSnapshot) {
        let cluster = ClusterName(name)
        let host = cluster.hostname.isEmpty ? Self.guessedHost(name) : cluster.hostname
        let services = snapshot.services.services(named: host)
        guard !cluster.hostname.isEmpty else {
            reason =
                "'\(name)' is not a cluster name: expected outbound|PORT|SUBSET|HOST, "
                + "outbound_.PORT_.SUBSET_.HOST, or HOST:PORT"
            suggestions = Self.similar(to: host, port: cluster.port, for: proxy, in: snapshot)
            return
        }
        guard !services.isEmpty else {
            reason = "no service has the host \(host)"
            suggestions = Self.similar(to: host, port: cluster.port, for: proxy, in: snapshot)
            return
        }
        guard let service = snapshot.service(named: host, for: proxy) else {
            let sources = services.map(\.source.description).joined(separator: ", ")
            let exported = services.contains { $0.exportTo.includes(proxy.namespace) }
            let sidecar: Sidecar? = if case .sidecar(let sidecar) = snapshot.view(of: proxy) { sidecar } else { nil }
            if let sidecar, exported {
                reason = "\(sources) is not among the hosts that \(sidecar.source) imports for the proxy"
                suggestions = Self.similar(to: host, port: cluster.port, for: proxy, in: snapshot)
                    .filter { !$0.name.hasSuffix("|\(host)") }
                return
            }
            reason = "\(sources) is not exported to namespace \(proxy.namespace), that of the proxy"
            suggestions = Self.similar(to: host, port: cluster.port, for: proxy, in: snapshot)
                .filter { !$0.name.hasSuffix("|\(host)") }
            return
        }
        if service.port(number: cluster.port) != nil {
            reason =
                "\(service.source) has resolution DNS: proxies resolve its names themselves and do not request endpoints"
            suggestions = []
            return
        }
        let ports = service.ports.map { "\($0.number)\($0.isUDP ? "/UDP" : "") (\($0.name))" }.joined(separator: ", ")
        reason = "\(service.source) has no port \(cluster.port); its ports are \(ports.isEmpty ? "none" : ports)"
        suggestions = service.ports.filter { !$0.isUDP }.map {
            Suggestion(name: "outbound|\($0.number)||\(host)", remark: nil)
        }
    }

    /// Returns the part of an unknown name that looks most like a host.
    private static func guessedHost(_ name: String) -> String {
        let parts = name.split { "|:/_".contains($0) }.map(String.init)
        return parts.max { $0.utf8.count < $1.utf8.count } ?? name
    }

    /// Returns ports of services with similar hosts.
    private static func similar(
        to host: String,
        port: Int,
        for proxy: Proxy,
        in snapshot: MeshSnapshot
    ) -> [Suggestion] {
        let wanted = Array(host.lowercased().utf8)
        // The namespace and the domain do not count for similarity.
        let limit = max(2, wanted.prefix { $0 != UInt8(ascii: ".") }.count / 3)
        var best: [(distance: Int, service: Service)] = []
        for service in snapshot.services.services {
            let candidate = Array(service.hostname.lowercased().utf8)
            let distance =
                candidate.starts(with: wanted + [UInt8(ascii: ".")])
                ? 0 : EditDistance.between(wanted, candidate, atMost: limit)
            if let distance { best.append((distance, service)) }
        }
        let nearest = best.sorted {
            ($0.distance, $0.service.hostname, $0.service.namespace)
                < ($1.distance, $1.service.hostname, $1.service.namespace)
        }
        var suggestions: [Suggestion] = []
        for (_, service) in nearest.prefix(most) {
            let ports = service.ports.filter { !$0.isUDP }
            let chosen = ports.filter { $0.number == port }
            for port in (chosen.isEmpty ? ports : chosen).prefix(3) {
                let isSeen = service.exportTo.includes(proxy.namespace)
                suggestions.append(
                    Suggestion(
                        name: "outbound|\(port.number)||\(service.hostname)",
                        remark: isSeen ? nil : "not exported to namespace \(proxy.namespace)"
                    )
                )
            }
        }
        return Array(suggestions.prefix(most))
    }
}
