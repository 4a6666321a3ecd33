import MeshModel
import NetworkInference
import TranslationTestSupport

/// Inferred properties as lines that tests can compare.
extension MeshSnapshot {
    /// Returns `address -> network by rule at file:line` for every endpoint of a service of namespace `shop`.
    func networks(of service: String) -> [String] {
        let key = ServiceKey(hostname: "\(service).shop.svc.cluster.local", namespace: "shop")
        return endpoints(of: key)
    }

    /// Returns the same for a ServiceEntry's host.
    func networks(ofHost host: String) -> [String] { endpoints(of: ServiceKey(hostname: host, namespace: "shop")) }

    private func endpoints(of key: ServiceKey) -> [String] {
        (shards[key] ?? []).flatMap(\.endpoints).map { endpoint in
            "\(endpoint.address) -> \(endpoint.network.isEmpty ? "-" : endpoint.network.name) \(endpoint.networkProvenance.text)"
        }
    }

    /// The lines `network/cluster address:port by rule at file:line` for every gateway, ascending by address.
    var gatewayLines: [String] { gateways.gateways.map(Self.line) }

    /// The lines of gateways whose host names do not resolve.
    var unresolvedLines: [String] { gateways.unresolved.map(Self.line) }

    private static func line(_ gateway: Gateway) -> String {
        let hbone = gateway.hbonePort == 0 ? "" : "+\(gateway.hbonePort)"
        let place = "\(gateway.network)/\(gateway.cluster.isEmpty ? "-" : gateway.cluster.name)"
        return "\(place) \(gateway.address):\(gateway.port)\(hbone) \(gateway.provenance.text)"
    }
}

extension Provenance {
    /// The text `by rule at file:line`.
    fileprivate var text: String {
        guard let object else { return "by \(rule.rawValue)" }
        let file = object.location.file.split(separator: "/").suffix(2).joined(separator: "/")
        return "by \(rule.rawValue) at \(file):\(object.location.line)"
    }
}
