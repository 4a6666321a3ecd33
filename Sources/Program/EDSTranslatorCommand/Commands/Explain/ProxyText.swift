internal import MeshModel

/// The human-readable properties of a proxy.
enum ProxyText {
    static func lines(_ proxy: Proxy, _ style: Style) -> [String] {
        let network = proxy.network.isEmpty ? "no network" : "network \(proxy.network)"
        let cluster = proxy.cluster.isEmpty ? "no known cluster" : "cluster \(proxy.cluster)"
        let families =
            switch proxy.addressMode {
            case .v4: "reaches IPv4 addresses only"
            case .v6: "reaches IPv6 addresses only"
            case .dual: "reaches IPv4 and IPv6 addresses"
            }
        let view = proxy.networkView.map(\.name).sorted().joined(separator: ", ")
        let sees = view.isEmpty ? "sees all networks" : "requests the networks \(view)"
        let place = proxy.locality.isEmpty ? "unknown locality" : "locality \(proxy.locality)"
        return [
            style(.title, proxy.id),
            "  in \(network)" + style(.faint, why(proxy.networkProvenance)),
            "  a \(proxy.kind.rawValue) of namespace \(proxy.namespace) in \(cluster); \(place)",
            "  \(families); \(sees)",
        ]
    }

    private static func why(_ provenance: Provenance) -> String {
        switch provenance.rule {
        case .proxyMetadata: ", by its own metadata NETWORK"
        case .ownWorkload: ", by its own workload: \(provenance.object.map(\.description) ?? "its labels")"
        case .nothing: ": its metadata has none"
        default: ", by \(provenance)"
        }
    }
}
