internal import MeshModel
internal import MeshSources

/// SH045: addresses that several EndpointSlices of a Service list differently.
struct RepeatedAddress: LintRule {
    let about = RuleDescription(
        code: "SH045",
        severity: .warning,
        title: "several EndpointSlices of a Service list one address, with different ports or conditions",
        why: """
            istiod keeps one listing of an address for each port name, whichever it reads first: a Pod on the address of its \
            node is lost if another one has the same address and another port, and a ready address is lost if another slice \
            calls it not ready. By the standard rules each port is an endpoint, and what is ready in one slice is ready.
            """,
        fix: "Remove the slice that is out of date, or give the ports of Pods on node addresses different names.",
        example: """
            kind: EndpointSlice    # and another one with ports: [{name: http, port: 8081}]
            endpoints: [{addresses: [10.0.0.1]}]
            ports: [{name: http, port: 8080}]
            """
    )

    private struct Key: Hashable {
        let address: String
        let port: String
    }

    private struct Listing: Hashable {
        let number: Int
        let isReady: Bool
        let slice: ObjectReference
    }

    func findings(in context: LintContext) -> [Finding] {
        let isApart = context.semantics.repeatedAddresses == .readyFirst
        return context.mesh.clusters.flatMap { cluster -> [Finding] in
            let groups = Dictionary(grouping: cluster.endpointSlices.filter { $0.addressType != "FQDN" }) {
                "\($0.metadata.namespace)/\($0.metadata.labels[LabelKey.serviceName] ?? "")"
            }
            return groups.sorted { $0.key < $1.key }.compactMap { service, slices in
                guard let (address, listings) = repeated(slices), let first = listings.first else { return nil }
                let areReady = Set(listings.map(\.isReady)).count > 1
                let what = areReady ? "ready in one and not in another" : "with different ports of one name"
                let effect =
                    isApart
                    ? areReady
                        ? "it counts as ready; in istiod 1.30 one of them decides"
                        : "each port counts; in istiod 1.30 only one would"
                    : areReady ? "the first slice decides" : "only the port of the first slice counts"
                return finding(
                    "EndpointSlices of Service \(service) list \(address) several times, \(what): \(effect)",
                    first.slice,
                    isApart ? .info : nil,
                    places: listings.dropFirst().map { Finding.Place($0.slice) },
                    key: service
                )
            }
        }
    }

    /// The first address that is listed differently, with its listings by the names of the slices.
    private func repeated(_ slices: [EndpointSlice]) -> (address: String, [Listing])? {
        guard slices.count > 1 else { return nil }
        var listings: [Key: [Listing]] = [:]
        for slice in slices.sorted(by: { $0.metadata.name < $1.metadata.name }) {
            for item in slice.endpoints {
                for address in item.addresses {
                    for port in slice.ports {
                        listings[Key(address: address, port: port.name), default: []].append(
                            Listing(
                                number: port.number,
                                isReady: item.isReady != false,
                                slice: slice.metadata.reference
                            )
                        )
                    }
                }
            }
        }
        let differing = listings.filter { _, found in
            Set(found.map(\.number)).count > 1 || Set(found.map(\.isReady)).count > 1
        }
        return differing.min { ($0.key.address, $0.key.port) < ($1.key.address, $1.key.port) }
            .map { ($0.key.address, $0.value) }
    }
}
