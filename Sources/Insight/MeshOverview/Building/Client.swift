internal import MeshModel

/// The clients that reachability is computed for: sidecars that differ in the properties that matter between networks.
enum Client {
    /// Returns a sidecar in a network other than the given one.
    static func outside(of network: NetworkID, _ mode: Proxy.AddressMode = .dual) -> Proxy {
        sidecar(in: NetworkID(network.name + " elsewhere"), mode)
    }

    /// A sidecar without a known network.
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
