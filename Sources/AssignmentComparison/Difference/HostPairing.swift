internal import EnvoyMessages
internal import MeshModel

/// A host with its place.
struct PlacedHost {
    let host: ComparableHost
    let locality: Locality
    let priority: UInt32
    let share: Double
    /// The network by which it is told to people.
    let network: String?

    var state: HostState {
        HostState(
            network: network,
            isGateway: host.isGateway,
            locality: locality,
            priority: priority,
            health: host.health,
            weight: host.weight,
            share: share
        )
    }
}

/// Finds the hosts of one side on the other: by address and network, and several of one address by their place.
struct HostPairing {
    /// The hosts of both sides, in order of addresses.
    private(set) var pairs: [(before: PlacedHost, after: PlacedHost)] = []
    /// Hosts of the first side only.
    private(set) var removed: [PlacedHost] = []
    /// Hosts of the second side only.
    private(set) var added: [PlacedHost] = []

    /// Pairs hosts.
    ///
    /// - Parameter usesNetworks: whether both sides tell networks; hosts of equal address and different networks are paired last.
    init(_ before: [PlacedHost], _ after: [PlacedHost], usesNetworks: Bool) {
        let left = Dictionary(grouping: before, by: \.host.address)
        let right = Dictionary(grouping: after, by: \.host.address)
        for address in Set(left.keys).union(right.keys).sorted() {
            pair(left[address] ?? [], right[address] ?? [], usesNetworks)
        }
    }

    private mutating func pair(_ before: [PlacedHost], _ after: [PlacedHost], _ usesNetworks: Bool) {
        if before.count == 1, after.count == 1 {
            pairs.append((before[0], after[0]))
            return
        }
        var left = Self.sorted(before)
        var right = Self.sorted(after)
        // The closest ones first, so that of several copies the same ones find each other.
        let rules: [(PlacedHost, PlacedHost) -> Bool] = [
            { Self.isSamePlace($0, $1) && $0.host.network == $1.host.network && $0.host.weight == $1.host.weight },
            { Self.isSamePlace($0, $1) && (!usesNetworks || $0.host.network == $1.host.network) },
            { !usesNetworks || $0.host.network == $1.host.network },
            { _, _ in true },
        ]
        for isMatch in rules where !left.isEmpty && !right.isEmpty {
            var rest: [PlacedHost] = []
            for host in left {
                if let index = right.firstIndex(where: { isMatch(host, $0) }) {
                    pairs.append((host, right.remove(at: index)))
                } else {
                    rest.append(host)
                }
            }
            left = rest
        }
        removed += left
        added += right
    }

    private static func isSamePlace(_ left: PlacedHost, _ right: PlacedHost) -> Bool {
        left.priority == right.priority && left.locality == right.locality
    }

    private static func sorted(_ hosts: [PlacedHost]) -> [PlacedHost] {
        hosts.sorted { left, right in
            if left.priority != right.priority { return left.priority < right.priority }
            if left.locality != right.locality { return left.locality < right.locality }
            if left.host.weight != right.host.weight { return left.host.weight < right.host.weight }
            return (left.host.network ?? "", left.host.health.description, left.host.metadata.text())
                < (right.host.network ?? "", right.host.health.description, right.host.metadata.text())
        }
    }
}
