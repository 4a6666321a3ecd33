internal import DiscoveryServer
internal import EndpointTranslation
internal import MeshModel
internal import MeshViews
internal import NIOHTTP1
internal import TextFormats

/// `/debug/explain?proxy=&resource=`: the endpoints of one client under one name, with explanations.
struct ExplainView {
    private let state: AdminState
    private let server: DiscoveryServer

    init(_ state: AdminState, _ server: DiscoveryServer) {
        self.state = state
        self.server = server
    }

    func respond(to request: AdminRequest) async -> AdminResponse {
        guard let node = request["proxy"], let asked = request["resource"] else {
            return .error(.badRequest, "expected ?proxy= with the id of a client and &resource= with a name")
        }
        guard let client = await ClientDirectory(state, server).client(node) else {
            return .error(.notFound, "no client \"\(node.prefix(256))\" is connected, and none is in proxies.yaml")
        }
        let mesh = server.mesh
        let name = Self.clusterName(asked, client.proxy, mesh.snapshot)
        var explanation: String?
        // Explains the served state; if another state is being put in place, the contents do not match and are left
        // out.
        if let known = state.mesh, known.served === mesh {
            explanation = await state.sources.explain(name, client.proxy, known)
        }
        return .json(json(mesh.translation(of: name, for: client.proxy), client, mesh, explanation))
    }

    /// Returns a cluster name unchanged, and for a service the cluster name of its first port.
    private static func clusterName(_ asked: String, _ proxy: Proxy, _ mesh: MeshSnapshot) -> String {
        guard let service = EndpointsView.services(asked, in: mesh).first, !asked.contains("|"), !asked.contains("_.")
        else {
            return asked
        }
        let seen = mesh.service(named: service.hostname, for: proxy) ?? service
        guard let port = seen.ports.first(where: { !$0.isUDP }) else { return asked }
        return "outbound|\(port.number)||\(service.hostname)"
    }

    private func json(
        _ assignment: Assignment,
        _ client: ClientDirectory.Client,
        _ mesh: MeshState,
        _ explanation: String?
    ) -> JSONValue {
        let proxy = client.proxy
        let shards = assignment.endpointService.flatMap { mesh.snapshot.shards[$0] } ?? []
        var totals: [UInt32: Double] = [:]
        for group in assignment.groups {
            totals[group.priority, default: 0] += group.hosts.reduce(0) { $0 + Double($1.weight) }
        }
        return .members([
            "formatVersion": .whole(1),
            "client": .members([
                "node": .string(client.node), "connected": .bool(client.isConnected),
                "network": .string(proxy.network.name),
                "networkBecause": .string(proxy.networkProvenance.description),
                "cluster": .string(proxy.cluster.name), "namespace": .string(proxy.namespace),
                "locality": .string(proxy.locality.description),
            ]),
            "resource": .string(assignment.name), "presence": .string(assignment.presence.rawValue),
            "service": assignment.service.map { .string("\($0.hostname)") },
            "explanation": explanation.map { .string($0) },
            "endpointCount": .whole(shards.reduce(0) { $0 + $1.endpoints.count }),
            "groups": .array(
                assignment.groups.map { group in
                    .members([
                        "priority": .whole(group.priority), "locality": .string(group.locality.description),
                        "weight": group.weight.json,
                        "hosts": .array(
                            group.hosts.map { json($0, of: totals[group.priority] ?? 0, shards) }
                        ),
                    ])
                }
            ),
        ])
    }

    private func json(_ host: Assignment.Host, of total: Double, _ shards: [EndpointShard]) -> JSONValue {
        let share = total > 0 ? Double(host.weight) / total : 0
        switch host.target {
        case .endpoint(let position, let tlsMode):
            let endpoint = shards[position.shard].endpoints[position.index]
            return .members([
                "address": .string(
                    host.tunnel?.endpointID
                        ?? AddressText.endpoint(host.addresses.first ?? endpoint.address, endpoint.port)
                ),
                "weight": .whole(host.weight), "share": .decimal((share * 10_000).rounded() / 10_000),
                "reached": .string(host.tunnel == nil ? "directly" : "tunnel"), "tlsMode": tlsMode.json,
                "endpoint": .endpoint(endpoint),
            ])
        case .gateway(let gateway):
            let behind = shards.joined().filter { $0.network == gateway.network }
            return .members([
                "address": .string(host.tunnel?.endpointID ?? AddressText.endpoint(gateway.address, gateway.port)),
                "weight": .whole(host.weight), "share": .decimal((share * 10_000).rounded() / 10_000),
                "reached": .string("gateway"), "gateway": .gateway(gateway), "behind": .whole(behind.count),
            ])
        }
    }
}

extension [EndpointShard] {
    /// The endpoints of all shards.
    fileprivate func joined() -> [Endpoint] { flatMap(\.endpoints) }
}
