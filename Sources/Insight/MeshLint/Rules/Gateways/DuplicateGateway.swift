internal import MeshModel

/// SH034: a gateway that is found in several sources.
struct DuplicateGateway: LintRule {
    let about = RuleDescription(
        code: "SH034",
        severity: .warning,
        title: "a gateway of a network is known from several sources, and counts several times in istiod 1.30",
        why: """
            istiod distinguishes gateways by their source: the same address in MeshNetworks, in a Service and in a \
            Gateway resource is three gateways, which take three shares and change the weights of the whole mesh. The \
            standard rules merge them.
            """,
        fix: "Keep one source: usually the label of the Service, without the entry in MeshNetworks.",
        example: """
            east: {gateways: [{address: 192.0.2.1, port: 15443}]}
            # and a Service labelled for network east with the load balancer address 192.0.2.1
            """
    )

    private struct Entrance: Hashable {
        let network: NetworkID
        let address: String
        let port: Int
    }

    func findings(in context: LintContext) -> [Finding] {
        let groups = Dictionary(grouping: context.entrances.gateways) {
            Entrance(network: $0.network, address: IPAddress($0.address)?.description ?? $0.address, port: $0.port)
        }
        return groups.values.compactMap { group -> Finding? in
            let sorted = group.sorted()
            var seen: Set<ObjectReference> = []
            let objects = sorted.compactMap(\.provenance.object).filter { seen.insert($0).inserted }
            guard sorted.count > 1, let first = sorted.first, let object = objects.first else { return nil }
            let isMerged = context.semantics.duplicateGateways == .merge
            let effect =
                isMerged
                ? "it counts once; istiod 1.30 would count it \(sorted.count) times" : "it counts \(sorted.count) times"
            return finding(
                "\(Wording.address(first)), a gateway of network \(first.network), is known from "
                    + "\(Wording.list(objects.map(\.nameInCluster))): \(effect)",
                object,
                isMerged ? .info : nil,
                places: objects.dropFirst().map { Finding.Place($0.nameInCluster, $0.location) },
                key: Wording.address(first)
            )
        }
    }
}
