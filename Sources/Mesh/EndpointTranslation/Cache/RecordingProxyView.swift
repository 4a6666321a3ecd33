public import MeshModel

/// A proxy as seen by a translation: every access is recorded, so that the cache key is complete by construction.
public struct RecordingProxyView: Sendable {
    private let proxy: Proxy
    /// The network that was looked up last in the requested networks: neighbouring endpoints share theirs.
    private var viewed: (network: NetworkID, isSeen: Bool)?
    /// The properties read so far.
    public private(set) var reading = ProxyReading()

    /// Makes a view of a proxy without any recorded access.
    public init(_ proxy: Proxy) { self.proxy = proxy }

    mutating func kind() -> Proxy.Kind {
        reading.insert(.kind)
        return proxy.kind
    }

    mutating func addressMode() -> Proxy.AddressMode {
        reading.insert(.addressMode)
        return proxy.addressMode
    }

    mutating func network() -> NetworkID {
        reading.insert(.network)
        return proxy.network
    }

    mutating func cluster() -> ClusterID {
        reading.insert(.cluster)
        return proxy.cluster
    }

    mutating func namespace() -> String {
        reading.insert(.namespace)
        return proxy.namespace
    }

    /// Returns a Boolean value that indicates whether the proxy requested the network, or none at all (NI-31).
    mutating func sees(_ network: NetworkID) -> Bool {
        if let viewed, viewed.network == network { return viewed.isSeen }
        reading.insert(viewed: network)
        let isSeen = proxy.sees(network)
        viewed = (network, isSeen)
        return isSeen
    }

    mutating func nodeName() -> String {
        reading.insert(.nodeName)
        return proxy.nodeName
    }

    mutating func locality() -> Locality {
        reading.insert(.locality)
        return proxy.locality
    }

    mutating func labels() -> Labels {
        reading.insert(.labels)
        return proxy.labels
    }

    mutating func client() -> Proxy.Client {
        reading.insert(.client)
        return proxy.client
    }

    mutating func sendsHBONE() -> Bool {
        reading.insert(.sendsHBONE)
        return proxy.sendsHBONE
    }

    /// Returns a Boolean value that indicates whether the proxy has all labels of a selector.
    mutating func hasLabels(_ selector: Labels) -> Bool {
        for pair in selector.pairs { reading.insert(labelKey: pair.key) }
        return proxy.labels.contains(selector)
    }

    /// Returns one label; absent ones are empty (EG-P16).
    mutating func label(_ key: String) -> String {
        reading.insert(labelKey: key)
        return proxy.labels[key] ?? ""
    }
}
