internal import MeshModel

/// Puts gateways in the place of the endpoints that they stand for.
struct GatewaySubstitution {
    let sets: GatewaySets
    let weighing: Weighing
    /// The tunnel into a gateway that is entered by one.
    let tunnel: (Gateway) -> Assignment.Tunnel

    /// Within each group: endpoints first, then each gateway once for the group (EG-N14).
    func perLocality(_ groups: inout [DraftGroup]) {
        for index in groups.indices {
            var shares: [Way: [DraftHost.Share]] = [:]
            for (set, share) in takeShares(from: &groups[index].hosts) {
                let entry = sets.sets[set]
                for gateway in entry.gateways {
                    shares[Way(gateway: gateway, crossing: entry.crossing), default: []].append(share)
                }
            }
            for way in shares.keys.sorted() {
                groups[index].hosts.append(
                    DraftHost(
                        gateway: way.gateway,
                        tunnel: tunnel(into: way.gateway, by: way.crossing),
                        shares: shares[way] ?? []
                    )
                )
            }
        }
    }

    /// Each gateway once for the whole assignment, in the best group of the endpoints that it stands for.
    ///
    /// Envoy keeps only the first copy of an address (EG-X4), so a second one would lose its weight. The best group is
    /// the one of the best priority; of several, the one with the most weight behind the gateway, then the first.
    func once(_ groups: inout [DraftGroup], _ layout: EndpointLayout) {
        var entrances: [GatewayDoor: Entrance] = [:]
        for index in groups.indices {
            for (set, share) in takeShares(from: &groups[index].hosts) {
                let entry = sets.sets[set]
                for gateway in entry.gateways {
                    entrances[GatewayDoor(gateway, by: entry.crossing), default: Entrance(gateway: gateway)]
                        .add(share, group: index, gateway: gateway)
                }
            }
        }
        guard !entrances.isEmpty else { return }
        let ordered = entrances.sorted { left, right in
            Way(gateway: left.value.gateway, crossing: left.key.crossing)
                < Way(gateway: right.value.gateway, crossing: right.key.crossing)
        }
        for (door, entrance) in ordered {
            let tunnel = tunnel(into: entrance.gateway, by: door.crossing)
            // An endpoint that is a gateway as well takes the gateway's weight on top of its own.
            if tunnel == nil, let (group, host) = directHost(door.address, &groups, layout) {
                groups[group].hosts[host].shares += entrance.shares
                continue
            }
            let best = entrance.bestGroup(priorities: groups.map(\.priority))
            groups[best].hosts.append(
                DraftHost(gateway: entrance.gateway, tunnel: tunnel, shares: entrance.shares)
            )
        }
    }

    /// Takes the endpoints out that are reached through gateways; what they weigh, set by set.
    private func takeShares(from hosts: inout [DraftHost]) -> [(set: Int, share: DraftHost.Share)] {
        var shares = sets.sets.map { DraftHost.Share(divisor: UInt32(clamping: $0.gateways.count)) }
        var isRemote = false
        for host in hosts where host.through >= 0 {
            isRemote = true
            let set = Int(host.through)
            shares[set].weight += UInt64(host.own) * UInt64(host.count)
            let part = weighing.part(of: host.own, among: shares[set].divisor)
            shares[set].floored &+= part &* UInt32(truncatingIfNeeded: host.count)
        }
        guard isRemote else { return [] }
        hosts.removeAll { $0.through >= 0 }
        return shares.enumerated().filter { $0.element.weight > 0 }.map { ($0.offset, $0.element) }
    }

    /// Where an address is an endpoint of the assignment, which is then cut out of its run; of several the last.
    private func directHost(
        _ address: HostAddress,
        _ groups: inout [DraftGroup],
        _ layout: EndpointLayout
    ) -> (group: Int, host: Int)? {
        let sought = layout.indices(of: address)
        guard !sought.isEmpty else { return nil }
        for group in groups.indices.reversed() {
            for (host, draft) in groups[group].hosts.enumerated().reversed() {
                // A tunnel to an endpoint is a host of its own, whatever its address.
                guard case .endpoints(let shard, let places, _) = draft.target,
                    let found = sought.last(where: { $0.shard == shard && places.contains($0.index) })
                else { continue }
                groups[group].hosts.replaceSubrange(host...host, with: draft.cut(around: found.index))
                return (group, host + (found.index > places.lowerBound ? 1 : 0))
            }
        }
        return nil
    }

    private func tunnel(into gateway: Gateway, by crossing: NetworkCrossing) -> Assignment.Tunnel? {
        crossing == .tunnel ? tunnel(gateway) : nil
    }

    /// A gateway and the protocol by which it is entered, in the order of gateways.
    private struct Way: Hashable, Comparable {
        let gateway: Gateway
        let crossing: NetworkCrossing

        static func < (left: Way, right: Way) -> Bool {
            left.gateway == right.gateway
                ? left.crossing == .mutualTLS && right.crossing == .tunnel : left.gateway < right.gateway
        }
    }

    /// One gateway address and the endpoints behind it.
    private struct Entrance {
        private(set) var gateway: Gateway
        private(set) var shares: [DraftHost.Share] = []
        private var weights: [Int: Double] = [:]

        init(gateway: Gateway) { self.gateway = gateway }

        mutating func add(_ share: DraftHost.Share, group: Int, gateway other: Gateway) {
            // One address may lead into several networks; the first one by order names the host.
            gateway = min(gateway, other)
            shares.append(share)
            weights[group, default: 0] += Double(share.weight) / Double(share.divisor)
        }

        func bestGroup(priorities: [UInt32]) -> Int {
            weights.keys.min { left, right in
                if priorities[left] != priorities[right] { return priorities[left] < priorities[right] }
                let (leftWeight, rightWeight) = (weights[left] ?? 0, weights[right] ?? 0)
                return leftWeight != rightWeight ? leftWeight > rightWeight : left < right
            } ?? 0
        }
    }
}
