internal import EnvoyMessages
internal import MeshModel
internal import TextFormats

/// A host with its place.
struct PlacedHost {
    let host: ComparableHost
    let locality: Locality
    let priority: UInt32
    let share: Double
    /// The network to report.
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

/// Pairs the hosts of both sides: by address and network, and several hosts of one address by their place.
struct HostPairing {
    /// The hosts of both sides, in order of addresses.
    private(set) var pairs: [(before: PlacedHost, after: PlacedHost)] = []
    /// Hosts of the first side only.
    private(set) var removed: [PlacedHost] = []
    /// Hosts of the second side only.
    private(set) var added: [PlacedHost] = []

    /// Pairs hosts.
    ///
    /// - Parameter usesNetworks: a Boolean value that indicates whether both sides have networks; hosts with equal
    ///   addresses and
    ///   different networks are paired last.
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
        // The most specific keys first, so that equal copies of a host are paired.
        let keys: [(PlacedHost) -> Key] = [
            { Key(place: Place($0), network: $0.host.network, weight: $0.host.weight) },
            { Key(place: Place($0), network: usesNetworks ? $0.host.network : nil, weight: nil) },
            { Key(place: nil, network: usesNetworks ? $0.host.network : nil, weight: nil) },
            { _ in Key(place: nil, network: nil, weight: nil) },
        ]
        for key in keys where !left.isEmpty && !right.isEmpty { pair(&left, &right, by: key) }
        removed += left
        added += right
    }

    /// The properties that a pair has in common.
    private struct Key: Hashable {
        let place: Place?
        let network: String?
        let weight: UInt32?
    }

    private struct Place: Hashable {
        let priority: UInt32
        let locality: Locality

        init(_ host: PlacedHost) { (priority, locality) = (host.priority, host.locality) }
    }

    /// Pairs hosts with the same key in order, and keeps the rest.
    private mutating func pair(_ left: inout [PlacedHost], _ right: inout [PlacedHost], by key: (PlacedHost) -> Key) {
        var waiting = Dictionary(grouping: right.indices.reversed(), by: { key(right[$0]) })
        var taken: Set<Int> = []
        var rest: [PlacedHost] = []
        for host in left {
            guard let index = waiting[key(host)]?.popLast() else {
                rest.append(host)
                continue
            }
            taken.insert(index)
            pairs.append((host, right[index]))
        }
        left = rest
        right = right.indices.filter { !taken.contains($0) }.map { right[$0] }
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
