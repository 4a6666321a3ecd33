internal import EndpointTranslation
internal import MeshModel
internal import MeshSources

/// Explains why a line of MeshNetworks has no effect, and finds replacements for lines that have one.
struct MeshNetworksReasons {
    private let directory: MeshDirectory
    private let semantics: TranslationSemantics
    private let snapshot: MeshSnapshot
    private let survey: MeshSurvey
    private let labels: [ClusterID: ClusterSummary.Statement]

    init(
        _ directory: MeshDirectory,
        _ semantics: TranslationSemantics,
        _ snapshot: MeshSnapshot,
        _ survey: MeshSurvey
    ) {
        self.directory = directory
        self.semantics = semantics
        self.snapshot = snapshot
        self.survey = survey
        labels = ClusterList.systemNamespaceLabels(of: directory)
    }

    /// Returns the reason for which a line has no effect.
    func reason(for place: MeshNetworksPlace) -> String {
        switch place.kind {
        case .network: "the network has neither endpoints nor gateways"
        case .fromRegistry: registryReason(place)
        case .fromCIDR: rangeReason(place)
        case .gatewayAddress, .registryServiceName: gatewayReason(place)
        case .locality: "the locality of a gateway is accepted and ignored"
        }
    }

    /// Returns a replacement for a line that has an effect.
    func alternative(to place: MeshNetworksPlace) -> String? {
        switch place.kind {
        case .network, .locality: return nil
        case .fromRegistry:
            let label = "the label \(LabelKey.network): \(place.network)"
            return "\(label) on namespace \(directory.systemNamespace) of cluster \(place.text)"
        case .fromCIDR:
            let placed = endpoints { $0.networkProvenance.object == place.reference }
            let field = "the field network: \(place.network) on each WorkloadEntry"
            let label = "the label \(LabelKey.network): \(place.network) on each pod"
            if placed.contains(where: { !MeshSurvey.isMachine($0) }) {
                return placed.contains(where: MeshSurvey.isMachine) ? "\(field), and \(label)" : label
            }
            return placed.isEmpty ? label : field
        case .gatewayAddress:
            return "the label \(LabelKey.network): \(place.network) on the Service or Gateway that has the address"
        case .registryServiceName:
            guard
                services(named: rule(of: place)?.registryServiceName ?? "", in: directory.clusters.map(\.id)).count == 1
            else { return "the label \(LabelKey.network): \(place.network) on the Services" }
            return "the label \(LabelKey.network): \(place.network) on the Service"
        }
    }

    private func registryReason(_ place: MeshNetworksPlace) -> String {
        let id = ClusterID(place.text)
        guard directory.clusters.contains(where: { $0.id == id }) else {
            let near = directory.clusters.map(\.id.name).filter { $0.lowercased() == place.text.lowercased() }.min()
            return "there is no cluster \(place.text)" + (near.map { ", did you mean \($0)?" } ?? "")
        }
        if let first = ClusterList.claims(on: id, in: directory.meshNetworks).first, first.network != place.network {
            return "network \(first.network) claims the cluster first (\(first.object.location.fileAndLine))"
        }
        let own = endpoints { $0.cluster == id }
        if own.isEmpty { return "the cluster lists no endpoints" }
        if semantics.networkPrecedence == .registryFirst, let label = labels[id] {
            return "the label of the system namespace overrides it (\(label.object.location.fileAndLine))"
        }
        let placed = own.filter { $0.networkProvenance.object == place.reference }
        if !placed.isEmpty, let label = labels[id], label.network == place.network {
            return "the label of the system namespace has the same value (\(label.object.location.fileAndLine))"
        }
        if !placed.isEmpty { return "without it \(count(placed.count)) would be in the same network" }
        let machines = own.filter(MeshSurvey.isMachine).count
        if machines == own.count { return "the cluster lists only machines, to which fromRegistry does not apply" }
        return "\(count(own.count - machines)) of the cluster " + winners(own.filter { !MeshSurvey.isMachine($0) })
    }

    private func rangeReason(_ place: MeshNetworksPlace) -> String {
        guard let range = AddressPrefix(place.text) else {
            return "an address without prefix length is not a range: write \(place.text)/32"
        }
        let inside = endpoints { endpoint in endpoint.addresses.contains { IPAddress($0).map(range.contains) ?? false }
        }
        if inside.isEmpty { return "no endpoint has an address in the range" }
        if inside.contains(where: { $0.networkProvenance.object == place.reference }) {
            return "without it \(count(inside.count)) would be in the same network"
        }
        if semantics.networkPrecedence == .registryFirst, inside.allSatisfy(MeshSurvey.isMachine) {
            return
                "\(count(inside.count)) in the range: machines, which by these rules are only assigned by their field network"
        }
        return "\(count(inside.count)) in the range " + winners(inside)
    }

    private func gatewayReason(_ place: MeshNetworksPlace) -> String {
        if place.kind == .registryServiceName, let reason = serviceReason(place) { return reason }
        let all = snapshot.gateways.gateways.filter { $0.network == place.network }
        let own = all.filter { $0.provenance.object == place.reference }
        let unresolved = snapshot.gateways.unresolved.contains { $0.provenance.object == place.reference }
        let inside = endpoints { $0.network == place.network }
        if unresolved, own.isEmpty, !all.isEmpty {
            return "its name does not resolve, and the network has other gateways"
        }
        if own.isEmpty, let rule = rule(of: place), let address = IPAddress(rule.address),
            let other = all.first(where: { IPAddress($0.address) == address && $0.port == rule.port })
        {
            return "the same entrance is known from \(Self.name(other))"
        }
        if inside.isEmpty { return "no endpoint is in network \(place.network)" }
        let shadows = survey.sortedKinds.lazy.filter { $0.kind.network == place.network }.compactMap { kind, _ in
            snapshot.gateways.candidates(network: kind.network, cluster: kind.cluster)
                .first { $0.cluster == kind.cluster && !$0.cluster.isEmpty }
        }
        if let shadow = shadows.first {
            return "a gateway in the endpoints' own cluster overrides it: \(Self.name(shadow))"
        }
        return "the mesh is the same without it"
    }

    /// Returns the reason for which a named Service is not a gateway.
    private func serviceReason(_ place: MeshNetworksPlace) -> String? {
        guard let rule = rule(of: place) else { return nil }
        if rule.registryServiceName.isEmpty { return "it has neither an address nor a Service" }
        let all = directory.clusters.map(\.id)
        let claimed = all.filter { id in
            ClusterList.claims(on: id, in: directory.meshNetworks).contains { $0.network == place.network }
        }
        if claimed.isEmpty {
            return "network \(place.network) claims no cluster by fromRegistry, so the Service is not looked up"
        }
        let found = services(named: rule.registryServiceName, in: claimed)
        guard let service = found.first else {
            let elsewhere = services(named: rule.registryServiceName, in: all).first
            let clusters = claimed.map(\.name).sorted().joined(separator: ", ")
            return "the Service does not exist in \(clusters)"
                + (elsewhere.map { "; the one in \($0.metadata.reference.cluster) does not count" } ?? "")
        }
        if let label = service.metadata.labels.nonEmpty(LabelKey.network) {
            return "the Service's own network label overrides it: \(label)"
                + " (\(service.metadata.reference.location.fileAndLine))"
        }
        if service.ingress.isEmpty, service.externalIPs.isEmpty, service.type != "NodePort" {
            return "the Service has no external address (\(service.metadata.reference.location.fileAndLine))"
        }
        return nil
    }

    private func services(named host: String, in clusters: [ClusterID]) -> [KubernetesService] {
        directory.clusters.filter { clusters.contains($0.id) }.flatMap(\.services).filter {
            "\($0.metadata.name).\($0.metadata.namespace).svc.\(directory.domainSuffix)" == host
        }
    }

    private func rule(of place: MeshNetworksPlace) -> MeshNetworks.GatewayRule? {
        guard place.kind == .gatewayAddress || place.kind == .registryServiceName else { return nil }
        return directory.meshNetworks.networks[place.networkIndex].gateways[place.index]
    }

    private func endpoints(_ isMeant: (Endpoint) -> Bool) -> [Endpoint] {
        snapshot.shards.values.flatMap { $0.lazy.flatMap(\.endpoints).filter(isMeant) }
    }

    /// Returns the rules that assigned endpoints, most endpoints first, each with one object.
    private func winners(_ endpoints: [Endpoint]) -> String {
        let rules = Dictionary(grouping: endpoints, by: \.networkProvenance.rule)
        let sorted = rules.sorted { ($1.value.count, $0.key.rawValue) < ($0.value.count, $1.key.rawValue) }
        let verb = endpoints.count == 1 ? "is" : "are"
        return "\(verb) assigned by "
            + sorted.map { rule, placed in
                let object = placed.compactMap(\.networkProvenance.object).min(by: MeshSurvey.isBefore)
                return rule.phrase + (object.map { " (\($0.location.fileAndLine))" } ?? "")
            }.joined(separator: ", ")
    }

    private func count(_ number: Int) -> String { MeshNetworksEffect.count(number, "endpoint") }

    private static func name(_ gateway: Gateway) -> String {
        guard let object = gateway.provenance.object else { return gateway.address }
        return "\(object.kind) \(object.name) (\(object.location.fileAndLine))"
    }
}
