internal import MeshModel
internal import TextFormats

/// The keys of a node's metadata that endpoints depend on (EG-I2).
struct ProxyMetadata {
    let network: String
    let clusterID: String
    let namespace: String
    let nodeName: String
    /// The requested networks, not trimmed: `a, b` means networks `a` and ` b` (NI-31).
    let networkView: [String]
    /// The addresses, or `nil` if absent or if any is invalid (NI-33).
    let instanceIPs: [String]?
    let labels: Labels
    let staticLabels: Labels
    /// A Boolean value that indicates HBONE: not for proxyless gRPC, nor if it is disabled (EG-A1, EG-A2).
    let sendsHBONE: Bool

    init(_ metadata: [String: MetadataValue]) {
        func text(_ key: String) -> String { metadata[key]?.text ?? "" }
        func list(_ key: String) -> [String] {
            if case .list(let items)? = metadata[key] { return items.compactMap(\.text) }
            let joined = text(key)
            return joined.isEmpty ? [] : joined.parts(separatedBy: ",").map(String.init)
        }
        func labels(_ key: String) -> Labels {
            guard case .object(let object)? = metadata[key] else { return [:] }
            return Labels(object.sorted { $0.key < $1.key }.compactMap { key, value in value.text.map { (key, $0) } })
        }
        network = text("NETWORK")
        clusterID = text("CLUSTER_ID")
        namespace = text("NAMESPACE")
        nodeName = text("NODE_NAME")
        networkView = list("REQUESTED_NETWORK_VIEW")
        let addresses = list("INSTANCE_IPS")
        instanceIPs = addresses.isEmpty || addresses.contains { IPAddress($0) == nil } ? nil : addresses
        self.labels = labels("LABELS")
        staticLabels = labels("STATIC_LABELS")
        let isSwitchedOff = metadata["DISABLE_HBONE_SEND"] == .bool(true) || text("DISABLE_HBONE_SEND") == "true"
        sendsHBONE = !isSwitchedOff && text("GENERATOR") != "grpc"
    }
}
