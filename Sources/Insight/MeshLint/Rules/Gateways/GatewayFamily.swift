internal import MeshModel
internal import MeshSources

/// SH014: gateways of an address family that proxies cannot reach.
struct GatewayFamily: LintRule {
    let about = RuleDescription(
        code: "SH014",
        severity: .warning,
        title: "no gateway of a network has the address family of proxies in other networks",
        why: """
            A proxy with IPv4 addresses only receives gateways with IPv4 addresses only, and likewise for IPv6. If \
            there is none, the whole network is left out for that proxy.
            """,
        fix: "Give the gateway an address of the missing family, or list one in MeshNetworks.",
        example: """
            east: {gateways: [{address: "2001:db8::1", port: 15443}]}
            # and pods with IPv4 addresses only in network west
            """
    )

    private struct Viewer {
        let family: IPAddress.Family
        let network: NetworkID
        let object: ObjectReference
    }

    func findings(in context: LintContext) -> [Finding] {
        let gateways = context.snapshot.gateways.byNetwork
        let oneFamily = gateways.compactMapValues { list -> IPAddress.Family? in
            let families = Set(list.compactMap { IPAddress($0.address)?.family })
            return families.count == 1 ? families.first : nil
        }.filter { context.networks[$0.key].endpoints > 0 }
        guard !oneFamily.isEmpty else { return [] }
        let viewers = viewers(context)
        return oneFamily.keys.sorted().compactMap { network -> Finding? in
            let family = oneFamily[network]
            let blind = viewers.filter { $0.family != family && $0.network != network }
            guard let first = blind.first, let object = gateways[network]?.first?.provenance.object else { return nil }
            let names = family == .v4 ? ("IPv4", "IPv6") : ("IPv6", "IPv4")
            return finding(
                "the gateways of network \(network) have \(names.0) addresses only, which "
                    + "\(Wording.count(blind.count, "workload")) with \(names.1) only cannot reach, such as "
                    + first.object.shortName,
                object,
                places: [Finding.Place(first.object)],
                key: network.name
            )
        }
    }

    /// Returns declared proxies and pods that can run one, if they have addresses of one family only.
    private func viewers(_ context: LintContext) -> [Viewer] {
        var viewers = context.proxies.compactMap { known -> Viewer? in
            guard known.proxy.addressMode != .dual else { return nil }
            let family: IPAddress.Family = known.proxy.addressMode == .v4 ? .v4 : .v6
            return Viewer(family: family, network: known.proxy.network, object: known.reference)
        }
        for cluster in context.mesh.clusters {
            for pod in cluster.pods where pod.metadata.labels[LabelKey.tlsMode] == "istio" && pod.isUsable {
                let families = Set(pod.podIPs.compactMap { IPAddress($0)?.family })
                guard families.count == 1, let family = families.first else { continue }
                let workload = context.snapshot.workloads.workload(
                    name: pod.metadata.name,
                    namespace: pod.metadata.namespace,
                    cluster: cluster.id
                )
                guard let network = workload?.network, !network.isEmpty else { continue }
                viewers.append(Viewer(family: family, network: network, object: pod.metadata.reference))
            }
        }
        return viewers
    }
}
