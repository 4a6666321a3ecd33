internal import EnvoyMessages
internal import MeshModel
internal import TextFormats

/// Compares one cluster of two sides.
struct ClusterComparison {
    /// The fields that are compared.
    let fields: Set<ComparedField>
    /// The precision of the comparison of health.
    let precision: HostHealth.Precision
    let exactWeights: Bool
    /// The networks to report for hosts whose source has none.
    let networks: (before: [String: String], after: [String: String])

    private typealias Group = ComparableAssignment.Group

    private struct Place: Hashable {
        let priority: UInt32
        let locality: Locality?
    }

    /// Compares the cluster; `nil` for a side without it.
    func compare(
        _ name: String,
        _ before: ComparableAssignment?,
        _ after: ComparableAssignment?
    ) -> ClusterDifference {
        let left = before ?? ComparableAssignment(name: name)
        let right = after ?? ComparableAssignment(name: name)
        let pairing = HostPairing(
            placed(left, networks.before, networks.after),
            placed(right, networks.after, networks.before),
            usesNetworks: fields.contains(.network)
        )
        let scales = scales(left, right, pairing)
        var hosts = pairing.removed.map {
            HostDifference(address: $0.host.address, before: $0.state, after: nil, fields: [])
        }
        hosts += pairing.added.map {
            HostDifference(address: $0.host.address, before: nil, after: $0.state, fields: [])
        }
        var unchanged: [(PlacedHost, PlacedHost)] = []
        for pair in pairing.pairs {
            let fields = differences(pair.before, pair.after, scales)
            if fields.isEmpty {
                unchanged.append((pair.before, pair.after))
            } else {
                hosts.append(
                    HostDifference(
                        address: pair.before.host.address,
                        before: pair.before.state,
                        after: pair.after.state,
                        fields: fields
                    )
                )
            }
        }
        return ClusterDifference(
            name: name,
            hostsBefore: before?.hostCount,
            hostsAfter: after?.hostCount,
            hosts: hosts.sorted(by: HostDifference.precedes),
            localities: localities(left, right),
            policy: policy(left, right),
            moves: Self.moves(unchanged)
        )
    }

    private func placed(
        _ assignment: ComparableAssignment,
        _ own: [String: String],
        _ other: [String: String]
    ) -> [PlacedHost] {
        let shares = HostShares(assignment, countsLocalityWeights: fields.contains(.localityWeight)).ofPriority
        return zip(assignment.groups, shares).flatMap { group, shares in
            zip(group.hosts, shares).map { host, share in
                PlacedHost(
                    host: host,
                    locality: group.locality,
                    priority: group.priority,
                    share: share,
                    network: host.network ?? own[host.address] ?? other[host.address]
                )
            }
        }
    }

    // MARK: Fields of a host

    private func differences(
        _ before: PlacedHost,
        _ after: PlacedHost,
        _ scales: [Place: WeightScale]
    ) -> [FieldDifference] {
        var found: [FieldDifference] = []
        let note = { (field: ComparedField, left: String, right: String) in
            guard fields.contains(field) else { return }
            found.append(
                FieldDifference(field: field, path: field.rawValue, before: Self.known(left), after: Self.known(right))
            )
        }
        let add = { (field: ComparedField, left: String, right: String) in
            if left != right { note(field, left, right) }
        }
        let (left, right) = (before.host, after.host)
        add(.network, left.network ?? "", right.network ?? "")
        add(.locality, before.locality.description, after.locality.description)
        add(.priority, String(before.priority), String(after.priority))
        add(.health, left.health.told(by: precision).description, right.health.told(by: precision).description)
        if !scale(of: before, after, scales).areSame(left.weight, right.weight) {
            // If all other weights were multiplied, an equal weight is a difference.
            note(.weight, String(left.weight), String(right.weight))
        }
        if fields.contains(.metadata) { found += MetadataPaths.differences(left.metadata, right.metadata) }
        add(.hostname, left.hostname, right.hostname)
        add(
            .additionalAddresses,
            left.additionalAddresses.joined(separator: ", "),
            right.additionalAddresses.joined(separator: ", ")
        )
        return found
    }

    private static func known(_ text: String) -> String? { text.isEmpty ? nil : text }

    private func scale(
        of before: PlacedHost,
        _ after: PlacedHost,
        _ scales: [Place: WeightScale]
    ) -> WeightScale {
        let all = scales[Place(priority: .max, locality: nil)] ?? .exact
        guard before.priority == after.priority, before.locality == after.locality else { return all }
        return scales[Place(priority: before.priority, locality: before.locality)]
            ?? scales[Place(priority: before.priority, locality: nil)] ?? all
    }

    // MARK: Weights

    /// Returns the allowed factors between weights: one for each priority, or for each locality if localities have
    /// their own weights;
    /// and one for hosts that moved.
    private func scales(
        _ left: ComparableAssignment,
        _ right: ComparableAssignment,
        _ pairing: HostPairing
    ) -> [Place: WeightScale] {
        guard !exactWeights else { return [:] }
        var weights: [Place: [(UInt32, UInt32)]] = [:]
        let own = prioritiesWithOwnWeights(left, right)
        for (before, after) in pairing.pairs where before.priority == after.priority {
            guard before.locality == after.locality else { continue }
            let locality = own.contains(before.priority) ? before.locality : nil
            let pair = (before.host.weight, after.host.weight)
            weights[Place(priority: before.priority, locality: locality), default: []].append(pair)
            weights[Place(priority: .max, locality: nil), default: []].append(pair)
        }
        return weights.compactMapValues { WeightScale($0) }
    }

    /// Returns the priorities with locality weights that are not the sums of their hosts' weights.
    private func prioritiesWithOwnWeights(
        _ left: ComparableAssignment,
        _ right: ComparableAssignment
    ) -> Set<UInt32> {
        guard fields.contains(.localityWeight) else { return [] }
        return Set((left.groups + right.groups).filter { !Self.isSum($0) }.map(\.priority))
    }

    private static func isSum(_ group: Group) -> Bool {
        guard let weight = group.weight else { return false }
        return group.hosts.reduce(UInt64(0)) { $0 + UInt64($1.weight) } == UInt64(weight)
    }

    private func localities(
        _ left: ComparableAssignment,
        _ right: ComparableAssignment
    ) -> [ClusterDifference.LocalityDifference] {
        guard fields.contains(.localityWeight) else { return [] }
        let own = prioritiesWithOwnWeights(left, right)
        let place = { (group: Group) in Place(priority: group.priority, locality: group.locality) }
        let before = Dictionary(left.groups.map { (place($0), $0.weight) }) { first, _ in first }
        var found: [ClusterDifference.LocalityDifference] = []
        let groups = Dictionary(grouping: right.groups.filter { own.contains($0.priority) }, by: \.priority)
        for (priority, members) in groups.sorted(by: { $0.key < $1.key }) {
            let pairs = members.sorted { $0.locality < $1.locality }.compactMap { group -> (Group, UInt32?)? in
                before[place(group)].map { (group, $0) }
            }
            let known = pairs.compactMap { group, weight -> (UInt32, UInt32)? in
                guard let weight, let other = group.weight else { return nil }
                return (weight, other)
            }
            let scale = exactWeights ? WeightScale.exact : WeightScale(known) ?? .exact
            for (group, weight) in pairs where !Self.areSame(weight, group.weight, scale) {
                found.append(
                    .init(locality: group.locality, priority: priority, before: weight, after: group.weight)
                )
            }
        }
        return found
    }

    private static func areSame(_ left: UInt32?, _ right: UInt32?, _ scale: WeightScale) -> Bool {
        guard let left, let right else { return left == right }
        return scale.areSame(left, right)
    }

    // MARK: Policy and shares

    private func policy(_ left: ComparableAssignment, _ right: ComparableAssignment) -> FieldDifference? {
        guard fields.contains(.policy), left.policy != right.policy else { return nil }
        return FieldDifference(
            field: .policy,
            path: "policy",
            before: left.policy?.text(),
            after: right.policy?.text()
        )
    }

    /// Returns the hosts that are equal apart from their shares, grouped by share in thousandths.
    private static func moves(_ pairs: [(PlacedHost, PlacedHost)]) -> [ClusterDifference.ShareMove] {
        struct Shares: Hashable {
            let before: Int
            let after: Int
        }
        var counts: [Shares: Int] = [:]
        for (before, after) in pairs {
            let shares = Shares(
                before: Int((before.share * 1_000).rounded()),
                after: Int((after.share * 1_000).rounded())
            )
            if shares.before != shares.after { counts[shares, default: 0] += 1 }
        }
        return ClusterDifference.sorted(
            counts.map { shares, count in
                ClusterDifference.ShareMove(
                    count: count,
                    before: Double(shares.before) / 1_000,
                    after: Double(shares.after) / 1_000
                )
            }
        )
    }
}
