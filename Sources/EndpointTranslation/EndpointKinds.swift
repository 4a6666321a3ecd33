internal import MeshModel

/// The endpoints of one service, sorted into kinds: whatever is decided of one holds for all of its kind.
///
/// Pods of one deployment differ in little but their address. What decides about them (labels, network, health, ...) is
/// compared once when a service is first asked for, and not again for every proxy.
final class EndpointKinds: Sendable {
    /// One endpoint, by number.
    struct Item {
        /// The kind.
        let kind: Int32
        /// The locality label.
        let label: Int32
        /// Endpoints with the same address and port share this; negative without an address.
        let host: Int32
        /// As ``host``, but endpoints of different networks never share it.
        let remoteHost: Int32
        /// The weight, at least 1.
        let weight: UInt32
    }

    /// The endpoints, shard by shard.
    let items: [[Item]]
    /// One endpoint of each kind.
    let examples: [EndpointPosition]
    /// The locality labels.
    let labels: [String]
    /// How many different hosts there are.
    let hostCount: Int
    /// How many different hosts there are when networks are told apart.
    let remoteHostCount: Int

    /// Sorts endpoints into kinds.
    ///
    /// - Parameters:
    ///   - shards: the endpoints.
    ///   - distinguishesNodes: whether endpoints of different nodes are of different kinds.
    init(_ shards: [EndpointShard], distinguishesNodes: Bool) {
        var kinds = Numbering<Traits>()
        var labels = Numbering<String>()
        var hosts = Numbering<HostAddress>()
        var remoteHosts = Numbering<RemoteHost>()
        var examples: [EndpointPosition] = []
        items = shards.enumerated().map { shardIndex, shard in
            shard.endpoints.enumerated().map { index, endpoint in
                let kind = kinds.number(of: Traits(endpoint, distinguishesNodes: distinguishesNodes))
                if Int(kind) == examples.count { examples.append(EndpointPosition(shard: shardIndex, index: index)) }
                let address = HostAddress(address: endpoint.address, port: endpoint.port)
                let hasAddress = !endpoint.address.isEmpty
                let remote = RemoteHost(network: endpoint.network, address: address)
                return Item(
                    kind: kind,
                    label: labels.number(of: endpoint.localityLabel),
                    host: hasAddress ? hosts.number(of: address) : -1,
                    remoteHost: hasAddress ? remoteHosts.number(of: remote) : -1,
                    weight: max(1, endpoint.weight)
                )
            }
        }
        self.examples = examples
        self.labels = labels.values
        hostCount = hosts.values.count
        remoteHostCount = remoteHosts.values.count
    }

    private struct RemoteHost: Hashable {
        let network: NetworkID
        let address: HostAddress
    }

    /// Everything of an endpoint that translation decides by, except for its address and locality.
    private struct Traits: Hashable {
        let portName: String
        let port: Int
        let network: NetworkID
        let cluster: ClusterID
        let tlsMode: String
        let namespace: String
        let health: EndpointHealth
        let address: AddressForm
        let isSameClusterOnly: Bool
        let acceptsHBONE: Bool
        let nodeName: String
        let labels: Labels

        init(_ endpoint: Endpoint, distinguishesNodes: Bool) {
            portName = endpoint.portName
            port = endpoint.port
            network = endpoint.network
            cluster = endpoint.cluster
            tlsMode = endpoint.tlsMode
            namespace = endpoint.namespace
            health = endpoint.health
            address = AddressForm(endpoint)
            isSameClusterOnly = endpoint.isSameClusterOnly
            acceptsHBONE = endpoint.acceptsHBONE
            nodeName = distinguishesNodes ? endpoint.nodeName : ""
            labels = distinguishesNodes ? endpoint.labels : endpoint.labels.without(LabelKey.hostname)
        }
    }

    private enum AddressForm: Hashable {
        case none
        case ip
        case other

        init(_ endpoint: Endpoint) {
            guard !endpoint.address.isEmpty else {
                self = .none
                return
            }
            self = IPAddress(endpoint.address) == nil ? .other : .ip
        }
    }

    /// Gives equal values equal numbers, in the order in which they come.
    private struct Numbering<Value: Hashable> {
        private var numbers: [Value: Int32] = [:]
        private(set) var values: [Value] = []

        mutating func number(of value: Value) -> Int32 {
            if let known = numbers[value] { return known }
            let number = Int32(values.count)
            numbers[value] = number
            values.append(value)
            return number
        }
    }
}

extension Labels {
    /// The labels without one key.
    fileprivate func without(_ key: String) -> Labels {
        guard self[key] != nil else { return self }
        var copy = self
        copy[key] = nil
        return copy
    }
}
