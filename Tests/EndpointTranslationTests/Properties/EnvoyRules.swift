import EndpointTranslation
import MeshModel
import TranslationTestSupport

/// The requirements of clients on an assignment.
enum EnvoyRules {
    /// Returns the violations of Envoy's requirements.
    ///
    /// The reference adds the weights of a locality with wrap-around (EG-N15), so the sum may be 0, which is accepted.
    static func violations(_ assignment: Assignment, _ translated: TranslatedMesh) -> [String] {
        var found: [String] = []
        for group in assignment.groups {
            if group.priority > 128 { found.append("priority \(group.priority)") }
            if group.weight == 0, !wrapsToZero(group, translated) { found.append("a locality of weight 0") }
            if group.weight == nil, !group.hosts.isEmpty { found.append("a locality without weight") }
            for host in group.hosts {
                let (address, port) = translated.address(host, of: assignment)
                if host.weight == 0 { found.append("\(address) has weight 0") }
                if !(0...65_535).contains(port) { found.append("port \(port)") }
                if port != 0, IPAddress(address) == nil, !allowsEmpty(address, translated) {
                    found.append("\"\(address)\" is no IP address")
                }
            }
        }
        return found
    }

    private static func wrapsToZero(_ group: Assignment.Group, _ translated: TranslatedMesh) -> Bool {
        let sum = group.hosts.reduce(UInt64(0)) { $0 + UInt64($1.weight) }
        return translated.snapshot.semantics.weights == .meshWideMultiple && sum > 0 && sum & 0xFFFF_FFFF == 0
    }

    /// Returns a Boolean value that indicates an exception: the reference sends endpoints without address while there
    /// is no gateway (EG-X11).
    private static func allowsEmpty(_ address: String, _ translated: TranslatedMesh) -> Bool {
        address.isEmpty && translated.snapshot.semantics.emptyAddresses == .emit
            && translated.snapshot.gateways.gateways.isEmpty
    }

    /// Returns the violations of gRPC's further requirements.
    ///
    /// https://github.com/grpc/proposal/blob/master/A27-xds-global-load-balancing.md
    static func strictViolations(_ assignment: Assignment, _ translated: TranslatedMesh) -> [String] {
        var found: [String] = []
        var addresses: Set<String> = []
        var localities: Set<String> = []
        var sums: [UInt32: UInt64] = [:]
        for group in assignment.groups {
            if !localities.insert("\(group.locality) \(group.priority)").inserted {
                found.append("locality \(group.locality) stands twice")
            }
            if group.hosts.isEmpty { found.append("locality \(group.locality) is empty") }
            sums[group.priority, default: 0] += UInt64(group.weight ?? 0)
            if group.hosts.reduce(UInt64(0), { $0 + UInt64($1.weight) }) > UInt64(UInt32.max) {
                found.append("the hosts of \(group.locality) weigh more than 32 bits")
            }
            for host in group.hosts {
                let (address, port) = translated.address(host, of: assignment)
                // An address has several spellings.
                let text = IPAddress(address).map { "\($0.family) \($0.bits)" } ?? address
                if !addresses.insert("\(text) \(port)").inserted { found.append("\(address):\(port) stands twice") }
            }
        }
        if sums.keys.sorted() != Array(0..<UInt32(sums.count)) { found.append("priorities \(sums.keys.sorted())") }
        if sums.values.contains(where: { $0 > UInt64(UInt32.max) }) { found.append("localities beyond 32 bits") }
        return found
    }

    /// Returns endpoints that are sent with their own address although a gateway of their network represents them.
    static func rawRemoteAddresses(
        _ assignment: Assignment,
        _ proxy: Proxy,
        _ translated: TranslatedMesh
    ) -> [String] {
        let snapshot = translated.snapshot
        return assignment.groups.flatMap(\.hosts).compactMap { host -> String? in
            guard let endpoint = translated.endpoint(host, of: assignment) else { return nil }
            guard !endpoint.network.isEmpty, endpoint.network != proxy.network else { return nil }
            let ofNetwork = snapshot.gateways.gateways.filter { $0.network == endpoint.network }
            let ofCluster = ofNetwork.filter { gateway in
                snapshot.gateways.byNetworkAndCluster[
                    GatewayTable.Key(network: endpoint.network, cluster: endpoint.cluster)
                ]?.contains(gateway) == true
            }
            let usable = (ofCluster.isEmpty ? ofNetwork : ofCluster).filter { $0.port != 0 }
            let isUnresolved =
                ofNetwork.isEmpty && snapshot.semantics.unresolvedGateways == .unreachable
                && snapshot.gateways.unresolved.contains { $0.network == endpoint.network }
            return usable.isEmpty && !isUnresolved ? nil : "\(endpoint.address) of \(endpoint.network) is sent as it is"
        }
    }
}
