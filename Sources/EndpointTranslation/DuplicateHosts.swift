internal import MeshModel

/// Endpoints with the same address and port share a number.
struct DuplicateHosts: Sendable {
    /// The number of each place; negative without an address.
    private let direct: [Int32]
    /// The same where endpoints of different networks never share one: networks may reuse each other's addresses.
    private let remote: [Int32]

    init(_ shards: [EndpointShard], _ positions: [EndpointPosition]) {
        var hosts: [HostAddress: Int32] = [:]
        var remoteHosts: [RemoteHost: Int32] = [:]
        var direct: [Int32] = []
        var remote: [Int32] = []
        for position in positions {
            let endpoint = shards[position.shard].endpoints[position.index]
            let address = HostAddress(endpoint)
            guard !address.isEmpty else {
                direct.append(-1)
                remote.append(-1)
                continue
            }
            direct.append(Self.number(of: address, in: &hosts))
            remote.append(Self.number(of: RemoteHost(network: endpoint.network, address: address), in: &remoteHosts))
        }
        self.direct = direct
        self.remote = remote
    }

    private struct RemoteHost: Hashable {
        let network: NetworkID
        let address: HostAddress
    }

    private static func number<Key: Hashable>(of key: Key, in numbers: inout [Key: Int32]) -> Int32 {
        if let known = numbers[key] { return known }
        let number = Int32(numbers.count)
        numbers[key] = number
        return number
    }

    /// The hosts that an assignment has already, so that none comes twice.
    struct Seen {
        private let hosts: DuplicateHosts
        private var direct: [Bool]
        private var remote: [Bool]

        init(_ hosts: DuplicateHosts) {
            self.hosts = hosts
            direct = [Bool](repeating: false, count: hosts.direct.count)
            remote = direct
        }

        /// Notes the host at a place; false if it is there already.
        ///
        /// Endpoints without an address are never the same.
        mutating func insert(_ place: Int32, isRemote: Bool) -> Bool {
            let number = Int(isRemote ? hosts.remote[Int(place)] : hosts.direct[Int(place)])
            guard number >= 0 else { return true }
            if isRemote {
                defer { remote[number] = true }
                return !remote[number]
            }
            defer { direct[number] = true }
            return !direct[number]
        }
    }
}
