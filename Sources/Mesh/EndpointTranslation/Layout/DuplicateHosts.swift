internal import MeshModel

/// The numbers of endpoints; equal for the same address and port.
struct DuplicateHosts: Sendable {
    /// The number of each place, shard by shard; negative without an address.
    private let direct: [[Int32]]
    /// The same numbers, but different for endpoints of different networks, which may reuse each other's addresses.
    private let remote: [[Int32]]
    private let count: Int

    init(_ parts: [ShardLayout]) {
        var hosts = Numbers<HostAddress>()
        var remoteHosts = Numbers<RemoteHost>()
        var direct: [[Int32]] = []
        var remote: [[Int32]] = []
        for part in parts {
            var groups = part.addresses.map { $0.isEmpty ? [] : [$0] }
            for (place, address) in part.furtherAddresses { groups[Int(place)].append(address) }
            direct.append(groups.map { hosts.number(of: $0) })
            remote.append(
                groups.enumerated().map { place, addresses in
                    guard !addresses.isEmpty else { return -1 }
                    let network = part.endpoint(at: Int32(place)).network
                    return remoteHosts.number(of: addresses.map { RemoteHost(network: network, address: $0) })
                }
            )
        }
        self.direct = direct
        self.remote = remote
        count = max(hosts.count, remoteHosts.count)
    }

    /// Returns a Boolean value that indicates whether any two endpoints have the same address and port.
    ///
    /// - Parameters:
    ///   - parts: the endpoints.
    ///   - known: the parts that are known to have no duplicates.
    ///   - replaced: the endpoints that an unknown part replaces; they had no duplicates among the known ones.
    static func exist(
        in parts: [ShardLayout],
        except known: Set<Int>,
        replaced: (Int) -> ShardLayout?
    ) -> Bool {
        let new = parts.indices.filter { !known.contains($0) }
        if new.contains(where: { parts[$0].hasDuplicates }) { return true }
        guard let only = new.first, parts.count > 1 else { return false }
        // Looking one part up in the others is cheaper than indexing all; looking up two is not.
        guard new.count == 1 else { return HostIndex(parts.flatMap(\.allAddresses)).hasDuplicates }
        let others = known.map { parts[$0] }
        let before = replaced(only)
        return parts[only].allAddresses.contains { address in
            !address.isEmpty && before?.contains(address) != true && others.contains { $0.contains(address) }
        }
    }

    private struct RemoteHost: Hashable {
        let network: NetworkID
        let address: HostAddress
    }

    /// Numbers of endpoints by their addresses.
    private struct Numbers<Key: Hashable> {
        private var numbers: [Key: Int32] = [:]
        private(set) var count = 0

        /// Returns the number of an endpoint: that of the first known address, or a new one; negative without addresses.
        mutating func number(of keys: [Key]) -> Int32 {
            guard !keys.isEmpty else { return -1 }
            let number: Int32
            if let known = keys.first(where: { numbers[$0] != nil }).flatMap({ numbers[$0] }) {
                number = known
            } else {
                number = Int32(count)
                count += 1
            }
            for key in keys where numbers[key] == nil { numbers[key] = number }
            return number
        }
    }

    /// The hosts that are already in an assignment, to avoid duplicates.
    struct Seen {
        private let hosts: DuplicateHosts
        private var direct: [Bool]
        private var remote: [Bool]

        init(_ hosts: DuplicateHosts) {
            self.hosts = hosts
            direct = [Bool](repeating: false, count: hosts.count)
            remote = direct
        }

        /// Inserts the host at a place; returns `false` if it exists already.
        ///
        /// Endpoints without an address are never duplicates.
        mutating func insert(_ place: EndpointIndex, isRemote: Bool) -> Bool {
            let number = Int((isRemote ? hosts.remote : hosts.direct)[place.shard][Int(place.index)])
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
