internal import MeshModel

/// The clients for whom reach is told: sidecars that differ in what matters at the border of a network.
enum Client {
    /// A sidecar in a network that is not the given one.
    static func outside(of network: NetworkID, _ mode: Proxy.AddressMode = .dual) -> Proxy {
        sidecar(in: NetworkID(network.name + " elsewhere"), mode)
    }

    /// A sidecar of which no network is known.
    static let unknown = sidecar(in: .none, .dual)

    private static func sidecar(in network: NetworkID, _ mode: Proxy.AddressMode) -> Proxy {
        Proxy(
            id: "",
            kind: .sidecar,
            addressMode: mode,
            network: network,
            networkProvenance: Provenance(rule: .nothing, object: nil),
            cluster: .none,
            namespace: "",
            networkView: [],
            nodeName: "",
            labels: [:],
            locality: Locality()
        )
    }
}
