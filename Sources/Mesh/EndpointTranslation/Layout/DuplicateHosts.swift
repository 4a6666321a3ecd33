internal import MeshModel

/// The numbers of endpoints; equal for the same address and port.
struct DuplicateHosts: Sendable {
    /// The number of each place, shard by shard; negative without an address.
    private let direct: [[Int32]]
    /// The same numbers, but different for endpoints of different networks, which may reuse each other's addresses.
    private let remote: [[Int32]]
    private let count: Int

    init(_ parts: [ShardLayout]) {
        var hosts: [HostAddress: Int32] = [:]
        var remoteHosts: [RemoteHost: Int32] = [:]
        var direct: [[Int32]] = []
        var remote: [[Int32]] = []
        for part in parts {
            let addresses = part.addresses
            direct.append(addresses.map { $0.isEmpty ? -1 : Self.number(of: $0, in: &hosts) })
            remote.append(
                addresses.enumerated().map { place, address in
                    guard !address.isEmpty else { return -1 }
                    let network = part.endpoint(at: Int32(place)).network
                    return Self.number(of: RemoteHost(network: network, address: address), in: &remoteHosts)
                }
            )
        }
        self.direct = direct
        self.remote = remote
        count = remoteHosts.count
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
        if new.contains(where: { parts[$0].hosts.hasDuplicates }) { return true }
        guard let only = new.first, parts.count > 1 else { return false }
        // Looking one part up in the others is cheaper than indexing all; looking up two is not.
        guard new.count == 1 else { return HostIndex(parts.flatMap(\.addresses)).hasDuplicates }
        let others = known.map { parts[$0] }
        let before = replaced(only)
        return parts[only].addresses.contains { address in
            !address.isEmpty && before?.contains(address) != true && others.contains { $0.contains(address) }
        }
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
        mutating func insert(_ place: EndpointLayout.Place, isRemote: Bool) -> Bool {
            let number = Int((isRemote ? hosts.remote : hosts.direct)[place.shard][Int(place.place)])
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
