internal import MeshModel
internal import MeshSources

/// Finds the gateways of the mesh (NI-34 to NI-54).
struct GatewayInference {
    /// The default port for mutual TLS between networks (NI-39).
    static let defaultPort = 15_443
    /// The port for HBONE tunnels (NI-39).
    static let hbonePort = 15_008

    let mesh: MeshDirectory
    let networks: [ClusterID: ClusterNetworks]
    let hboneListeners: TranslationSemantics.HBONEListeners

    /// Returns the gateways with unresolved names.
    func gateways() -> [Gateway] {
        var found: Set<Gateway> = []
        for gateway in configured() { found.insert(gateway) }
        for cluster in mesh.clusters {
            // Of two Services that result in the same gateway the first by name is its source.
            for service in cluster.services.sorted(by: {
                ($0.metadata.namespace, $0.metadata.name) < ($1.metadata.namespace, $1.metadata.name)
            }) {
                for gateway in gateways(of: service, in: cluster) { found.insert(gateway) }
            }
            for resource in cluster.gateways {
                for gateway in gateways(of: resource, in: cluster) { found.insert(gateway) }
            }
        }
        return found.sorted()
    }

    /// Returns the gateways of MeshNetworks entries with an address (NI-34).
    private func configured() -> [Gateway] {
        mesh.meshNetworks.networks.flatMap { network in
            network.gateways.filter { !$0.address.isEmpty }.map { rule in
                Gateway(
                    network: network.id,
                    cluster: .none,
                    address: rule.address,
                    port: rule.port,
                    provenance: Provenance(rule: .gatewayAddress, object: rule.reference)
                )
            }
        }
    }

    private struct Template {
        let network: NetworkID
        let port: Int
        let hbonePort: Int
        let provenance: Provenance
    }

    /// Returns the combinations of templates and external addresses (NI-42).
    private func gateways(of service: KubernetesService, in cluster: ClusterObjects) -> [Gateway] {
        let addresses = externalAddresses(of: service, in: cluster)
        guard !addresses.isEmpty else { return [] }
        return templates(for: service, in: cluster).flatMap { template in
            let port = mapsNodePorts(service) ? nodePort(for: template.port, of: service) : template.port
            return addresses.map { address in
                Gateway(
                    network: template.network,
                    cluster: cluster.id,
                    address: address,
                    port: port,
                    hbonePort: template.hbonePort,
                    provenance: template.provenance
                )
            }
        }
    }

    private func templates(for service: KubernetesService, in cluster: ClusterObjects) -> [Template] {
        if let label = service.metadata.labels.nonEmpty(LabelKey.network) {
            let ports = networks[cluster.id]?.semantics.labelledGatewayPorts ?? .declared
            return [labelTemplate(NetworkID(label), service, ports)].compactMap { $0 }
        }
        let host = KubernetesHost.name(service.metadata, mesh.domainSuffix)
        // Every network that claims the cluster may name the Service, also several times (NI-40, NI-41).
        return (networks[cluster.id]?.claims ?? []).flatMap { claim in
            claim.network.gateways.filter { $0.address.isEmpty && $0.registryServiceName == host }.map { rule in
                Template(
                    network: claim.network.id,
                    port: rule.port,
                    hbonePort: 0,
                    provenance: Provenance(rule: .gatewayRegistryServiceName, object: rule.reference)
                )
            }
        }
    }

    /// Returns the template of a labelled Service, which is a gateway only on the ports that it declares (NI-39).
    private func labelTemplate(
        _ network: NetworkID,
        _ service: KubernetesService,
        _ ports: TranslationSemantics.LabelledGatewayPorts
    ) -> Template? {
        let wanted = service.metadata.labels[LabelKey.gatewayPort].flatMap { Int($0) } ?? Self.defaultPort
        // The port for tunnels is none for mTLS, unless it is taken for both.
        let isForTunnels = wanted == Self.hbonePort && hboneListeners == .tunnelsOnly
        let port = !isForTunnels && (ports == .assumed || declares(wanted, service)) ? wanted : 0
        let hbone = declares(Self.hbonePort, service) ? Self.hbonePort : 0
        guard port != 0 || hbone != 0 else { return nil }
        return Template(
            network: network,
            port: port,
            hbonePort: hbone,
            provenance: Provenance(rule: .gatewayServiceLabel, object: service.metadata.reference)
        )
    }

    private func declares(_ port: Int, _ service: KubernetesService) -> Bool {
        service.ports.contains { $0.number == port && !$0.isUDP }
    }

    /// Returns a Boolean value that indicates a NodePort Service with the selector annotation, which is entered through
    /// node ports (NI-43).
    private func mapsNodePorts(_ service: KubernetesService) -> Bool {
        service.type == "NodePort" && service.metadata.annotations[LabelKey.nodeSelector] != nil
    }

    private func nodePort(for port: Int, of service: KubernetesService) -> Int {
        service.ports.first { $0.number == port && !$0.isUDP && $0.nodePort != 0 }?.nodePort ?? port
    }

    /// Returns load balancer addresses, then external addresses; node addresses if there are none of those (NI-36 to
    /// NI-38).
    private func externalAddresses(of service: KubernetesService, in cluster: ClusterObjects) -> [String] {
        var addresses: [String] = []
        if service.type == "LoadBalancer" {
            addresses = service.ingress.map { $0.ip.isEmpty ? $0.hostname : $0.ip }.filter { !$0.isEmpty }
        }
        addresses += service.externalIPs
        guard addresses.isEmpty, mapsNodePorts(service) else { return addresses }
        let annotation = service.metadata.annotations[LabelKey.nodeSelector] ?? ""
        // Anything but a JSON object of strings selects every node (NI-45).
        let selector = Labels(jsonObject: annotation) ?? [:]
        return cluster.nodes.filter { $0.metadata.labels.contains(selector) }.compactMap(\.externalIP)
    }

    /// Returns the combinations of addresses and qualifying listeners of a labelled Gateway (NI-47 to NI-51).
    private func gateways(of resource: KubernetesGateway, in cluster: ClusterObjects) -> [Gateway] {
        guard let network = resource.metadata.labels.nonEmpty(LabelKey.network) else { return [] }
        let isRemote = resource.className == "istio-remote"
        if isRemote, cluster.id != mesh.configCluster { return [] }
        let account =
            resource.metadata.annotations.nonEmpty(LabelKey.gatewayServiceAccount)
            ?? (isRemote ? "\(resource.metadata.name)-istio-remote" : resource.metadata.name)
        let addresses = resource.addresses.filter { $0.type == "IPAddress" || $0.type == "Hostname" }
        return resource.listeners.flatMap { listener -> [Gateway] in
            let isHBONE = listener.protocolName == "HBONE"
            guard isHBONE || isAutoPassthrough(listener, resource) else { return [] }
            return addresses.map { address in
                Gateway(
                    network: NetworkID(network),
                    cluster: cluster.id,
                    address: address.value,
                    port: isHBONE && hboneListeners == .tunnelsOnly ? 0 : listener.port,
                    hbonePort: isHBONE ? listener.port : 0,
                    serviceAccount: "\(resource.metadata.namespace)/\(account)",
                    provenance: Provenance(rule: .gatewayResource, object: resource.metadata.reference)
                )
            }
        }
    }

    private func isAutoPassthrough(_ listener: KubernetesGateway.Listener, _ resource: KubernetesGateway) -> Bool {
        guard listener.hasTLS else { return false }
        if listener.tlsOptions["gateway.istio.io/listener-protocol"] == "auto-passthrough" { return true }
        // The label replaces the default port as text: an empty value matches nothing (NI-49).
        let expected = resource.metadata.labels[LabelKey.gatewayPort] ?? String(Self.defaultPort)
        return String(listener.port) == expected
    }
}
