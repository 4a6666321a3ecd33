internal import MeshModel

/// Encodes shares as weights of localities: a separate locality for each gateway and each class of equal weights.
///
/// Every policy of Envoy keeps the weights of localities exactly once its cluster weighs them, also LEAST_REQUEST under
/// load and RANDOM; so does gRPC's round_robin. To other Envoys such an assignment means the same as one without.
enum LocalityShares {
    /// Splits the groups of an assignment.
    ///
    /// Names depend on nothing but the gateway, or on the weight that the input gives: an endpoint whose locality changes
    /// loses its connections.
    ///
    /// - Parameters:
    ///   - groups: the groups, weighed; each is replaced by its parts.
    ///   - layout: the endpoints.
    ///   - isDistributed: whether the weights of groups are those of `distribute`, which their parts then share.
    static func split(_ groups: inout [DraftGroup], _ layout: EndpointLayout, isDistributed: Bool) {
        let parts = groups.map { group in Self.parts(of: group, layout) }
        if isDistributed {
            groups = distributed(parts, over: groups)
        } else {
            groups = parts.flatMap { parts in
                parts.map { part in
                    var group = part.group
                    group.weight = UInt32(clamping: part.weight)
                    return group
                }
            }
        }
    }

    private struct Part {
        var group: DraftGroup
        /// The weight of its healthy hosts; of all where none is healthy.
        var weight: UInt64
    }

    private static func parts(of group: DraftGroup, _ layout: EndpointLayout) -> [Part] {
        guard !group.hosts.isEmpty else { return [Part(group: group, weight: 0)] }
        var order: [String] = []
        var members: [String: [DraftHost]] = [:]
        for host in group.hosts {
            let name = name(of: host)
            if members[name] == nil { order.append(name) }
            members[name, default: []].append(host)
        }
        // Endpoints of the usual weight first, in the locality's own name.
        return order.sorted { ($0.isEmpty ? 0 : 1, $0) < ($1.isEmpty ? 0 : 1, $1) }.map { name in
            var part = group
            part.home = group.locality
            part.hosts = members[name] ?? []
            if !name.isEmpty {
                let own = group.locality.subzone
                part.locality.subzone = own.isEmpty ? name : "\(own).\(name)"
            }
            return Part(group: part, weight: weight(of: part.hosts, layout))
        }
    }

    /// The name of the part to which a host belongs; empty for endpoints of weight 1.
    private static func name(of host: DraftHost) -> String {
        switch host.target {
        case .gateway(let gateway, let tunnel):
            let port = tunnel == nil ? gateway.port : gateway.hbonePort
            return "gateway-\(gateway.address)-\(port)"
        case .endpoints, .tunnelled:
            // An endpoint that is a gateway as well weighs what is behind it, too.
            if !host.shares.isEmpty { return "gateway-endpoint-\(host.own)" }
            return host.own <= 1 ? "" : "weight-\(host.own)"
        }
    }

    private static func weight(of hosts: [DraftHost], _ layout: EndpointLayout) -> UInt64 {
        var all: UInt64 = 0
        var healthy: UInt64 = 0
        for host in hosts {
            let weight = UInt64(host.weight) * UInt64(host.count)
            all &+= weight
            // Endpoints of one run have the same health.
            if host.place.map({ layout.endpoint(at: $0).isHealthy }) ?? true { healthy &+= weight }
        }
        return healthy > 0 ? healthy : all
    }

    /// The parts of each group share its weight in the proportion of their own, as whole numbers.
    private static func distributed(_ parts: [[Part]], over groups: [DraftGroup]) -> [DraftGroup] {
        let sums = parts.map { parts in parts.reduce(UInt64(0)) { $0 &+ $1.weight } }
        let scale = commonMultiple(zip(parts, sums).filter { $0.0.count > 1 }.map(\.1))
        return zip(parts, zip(groups, sums)).flatMap { parts, whole in
            parts.map { part in
                var group = part.group
                guard let weight = whole.0.weight else { return group }
                let product = UInt64(weight) * scale
                let share =
                    parts.count == 1
                    ? product
                    : UInt64(Double(product) * Double(part.weight) / Double(max(1, whole.1)))
                group.weight = UInt32(clamping: max(1, share))
                return group
            }
        }
    }

    /// The least common multiple, or a large number where it is larger.
    private static func commonMultiple(_ numbers: [UInt64]) -> UInt64 {
        let bound: UInt64 = 1 << 20
        var result: UInt64 = 1
        for number in numbers where number > 0 {
            var (a, b) = (result, number)
            while b != 0 { (a, b) = (b, a % b) }
            let (product, overflow) = (result / a).multipliedReportingOverflow(by: number)
            guard !overflow, product <= bound else { return bound }
            result = product
        }
        return result
    }
}
