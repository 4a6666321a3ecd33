public import MeshModel

/// A proxy reduced to the properties that a translation read: proxies with equal keys get equal assignments.
public struct ProxyViewKey: Hashable, Sendable {
    private let values: [String]

    /// The approximate memory of the key, in bytes.
    var byteCount: Int { values.reduce(64) { $0 + 16 + ($1.utf8.count > 15 ? 32 + $1.utf8.count : 0) } }

    /// Makes the key of a proxy.
    public init(_ proxy: Proxy, read: ProxyReading) {
        var values: [String] = []
        values.reserveCapacity(8)
        for field in ProxyField.allCases where read.contains(field) {
            switch field {
            case .kind: values.append(proxy.kind.rawValue)
            case .addressMode: values.append(proxy.addressMode.rawValue)
            case .network: values.append(proxy.network.name)
            case .cluster: values.append(proxy.cluster.name)
            case .namespace: values.append(proxy.namespace)
            case .nodeName: values.append(proxy.nodeName)
            case .locality: values += [proxy.locality.region, proxy.locality.zone, proxy.locality.subzone]
            case .labels:
                values.append(String(proxy.labels.pairs.count))
                for pair in proxy.labels.pairs { values += [pair.key, pair.value] }
            case .sendsHBONE: values.append(String(proxy.sendsHBONE))
            case .client: values.append(proxy.client.rawValue)
            }
        }
        // A selector tells an empty label from none.
        for key in read.labelKeys { values.append(proxy.labels[key].map { "=" + $0 } ?? "") }
        for network in read.viewedNetworks { values.append(proxy.sees(network) ? "+" : "-") }
        self.values = values
    }
}
