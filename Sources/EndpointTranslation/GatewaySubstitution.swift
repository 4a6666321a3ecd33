internal import MeshModel

/// Puts gateways in the place of the endpoints that they stand for.
enum GatewaySubstitution {
    /// Within each group: endpoints first, then each gateway once for the group (N-14).
    static func perLocality(_ groups: inout [DraftGroup], tunnel: (Gateway) -> Assignment.Tunnel?) {
        for index in groups.indices {
            var shares: [Gateway: [DraftHost.Share]] = [:]
            for host in groups[index].hosts { collect(host) { shares[$0, default: []].append($1) } }
            groups[index].hosts.removeAll { !$0.through.isEmpty }
            for gateway in shares.keys.sorted() {
                groups[index].hosts.append(
                    DraftHost(target: .gateway(gateway), tunnel: tunnel(gateway), shares: shares[gateway] ?? [])
                )
            }
        }
    }

    /// Each gateway once for the whole assignment, in the best group of the endpoints that it stands for.
    ///
    /// Envoy keeps only the first copy of an address, so a second one would lose its weight. The best group is
    /// the one of the best priority; of several, the one with the most weight behind the gateway, then the first.
    static func once(
        _ groups: inout [DraftGroup],
        address: (EndpointPosition) -> HostAddress,
        tunnel: (Gateway) -> Assignment.Tunnel?
    ) {
        var entrances: [HostAddress: Entrance] = [:]
        for (index, group) in groups.enumerated() {
            for host in group.hosts {
                collect(host) { gateway, share in
                    let key = hostAddress(of: gateway, tunnel(gateway))
                    entrances[key, default: Entrance(gateway: gateway)].add(share, group: index, gateway: gateway)
                }
            }
        }
        for index in groups.indices { groups[index].hosts.removeAll { !$0.through.isEmpty } }
        guard !entrances.isEmpty else { return }
        var direct: [HostAddress: (group: Int, host: Int)] = [:]
        for (index, group) in groups.enumerated() {
            for (position, host) in group.hosts.enumerated() {
                // A tunnel to an endpoint is a host of its own, whatever its address.
                guard host.tunnel == nil, case .endpoint(let endpoint, _) = host.target else { continue }
                direct[address(endpoint)] = (index, position)
            }
        }
        for entrance in entrances.values.sorted(by: { $0.gateway < $1.gateway }) {
            let tunnel = tunnel(entrance.gateway)
            let key = hostAddress(of: entrance.gateway, tunnel)
            if tunnel == nil, let (group, host) = direct[key] {
                // An endpoint that is a gateway as well takes the gateway's weight on top of its own.
                groups[group].hosts[host].shares += entrance.shares
                continue
            }
            let best = entrance.bestGroup(priorities: groups.map(\.priority))
            groups[best].hosts.append(
                DraftHost(target: .gateway(entrance.gateway), tunnel: tunnel, shares: entrance.shares)
            )
        }
    }

    private static func hostAddress(of gateway: Gateway, _ tunnel: Assignment.Tunnel?) -> HostAddress {
        HostAddress(address: gateway.address, port: tunnel == nil ? gateway.port : gateway.hbonePort)
    }

    private static func collect(_ host: DraftHost, _ add: (Gateway, DraftHost.Share) -> Void) {
        let divisor = UInt32(clamping: host.through.count)
        for gateway in host.through {
            for share in host.shares {
                add(gateway, DraftHost.Share(weight: share.weight, divisor: share.divisor * divisor))
            }
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
