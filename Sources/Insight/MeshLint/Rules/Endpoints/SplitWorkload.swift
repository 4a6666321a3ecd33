internal import MeshModel
internal import MeshSources

/// SH042: endpoints with several addresses.
struct SplitWorkload: LintRule {
    let about = RuleDescription(
        code: "SH042",
        severity: .warning,
        title: "one endpoint has several addresses, each of which is an endpoint in istiod 1.30",
        why: """
            istiod without ISTIO_DUAL_STACK makes an endpoint of each address: a Pod with an IPv4 and an IPv6 address takes \
            two shares, also of a gateway's weight, and proxies of one family are sent addresses of the other. The standard \
            rules make one endpoint of it, and of an entry of an EndpointSlice with several addresses.
            """,
        fix: """
            Set ISTIO_DUAL_STACK=true for istiod, or ipFamilyPolicy: SingleStack in the Service. Write one entry for each \
            endpoint into EndpointSlices.
            """,
        example: """
            endpoints: [{addresses: [10.1.0.1, 10.1.0.2]}]    # one endpoint, not two
            """
    )

    func findings(in context: LintContext) -> [Finding] {
        let isOne = context.semantics.endpointIdentity == .workload
        return context.mesh.clusters.flatMap { cluster -> [Finding] in
            let slices = cluster.endpointSlices.filter {
                $0.metadata.labels[LabelKey.multiClusterServiceName] == nil && $0.addressType != "FQDN"
            }
            let groups = Dictionary(grouping: slices) {
                "\($0.metadata.namespace)/\($0.metadata.labels[LabelKey.serviceName] ?? "")"
            }
            return groups.sorted { $0.key < $1.key }.compactMap { service, slices in
                let repeated = repeated(slices.sorted { $0.metadata.name < $1.metadata.name })
                let count = repeated.count
                guard let first = repeated.first else { return nil }
                let effect = isOne ? "each counts once; in istiod 1.30 each address would count" : "each address counts"
                return finding(
                    "\(Wording.count(count, "endpoint")) of Service \(service) "
                        + "\(count == 1 ? "has" : "have") several addresses: \(effect)",
                    first,
                    isOne ? .info : nil,
                    key: service
                )
            }
        }
    }

    /// The endpoints with several addresses, each by the first slice that lists it.
    private func repeated(_ slices: [EndpointSlice]) -> [ObjectReference] {
        var addresses: [String: Set<String>] = [:]
        var first: [String: ObjectReference] = [:]
        var found: [ObjectReference] = []
        for slice in slices {
            for item in slice.endpoints {
                guard let named = item.pod else {
                    if Set(item.addresses).count > 1 { found.append(slice.metadata.reference) }
                    continue
                }
                let pod = "\(named.namespace)/\(named.name)"
                if first[pod] == nil { first[pod] = slice.metadata.reference }
                addresses[pod, default: []].formUnion(item.addresses)
            }
        }
        found += addresses.filter { $0.value.count > 1 }.compactMap { first[$0.key] }
        return found.sorted { $0.name < $1.name }
    }
}
