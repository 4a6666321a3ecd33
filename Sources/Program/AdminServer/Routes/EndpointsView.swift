internal import EndpointTranslation
internal import MeshModel
internal import MeshViews
internal import NIOHTTP1
internal import TextFormats

/// `/debug/endpoints?service=`: every endpoint of a service in all networks, independent of a proxy.
struct EndpointsView {
    /// The maximum number of endpoints.
    private static let maximum = 2_000

    private let mesh: MeshState

    init(_ mesh: MeshState) { self.mesh = mesh }

    func respond(to request: AdminRequest) -> AdminResponse {
        guard let asked = request["service"] else {
            return .error(.badRequest, "expected ?service= with a host name, name.namespace or a cluster name")
        }
        let services = Self.services(asked, in: mesh.snapshot)
        guard !services.isEmpty else { return .error(.notFound, "no service \"\(asked.prefix(256))\"") }
        return .json(.members(["formatVersion": .whole(1), "services": .array(services.map(json))]))
    }

    /// Returns the services of a text: a host name, its beginning up to the namespace, or a cluster name.
    static func services(_ asked: String, in mesh: MeshSnapshot) -> [Service] {
        let host = asked.contains("|") || asked.contains("_.") ? ClusterName(asked).hostname : asked
        let exact = mesh.services.services(named: host)
        return exact.isEmpty ? mesh.services.services(named: "\(host).svc.\(mesh.domainSuffix)") : exact
    }

    private func json(_ service: Service) -> JSONValue {
        let endpoints = (mesh.snapshot.shards[service.key] ?? []).flatMap(\.endpoints)
        return .members([
            "host": .string(service.hostname), "namespace": .string(service.namespace),
            "ports": .array(
                service.ports.map { .members(["number": .whole($0.number), "name": .string($0.name)]) }
            ),
            "source": .string(service.source.description), "endpointCount": .whole(endpoints.count),
            "endpoints": .array(endpoints.prefix(Self.maximum).map { JSONValue.endpoint($0) }),
        ])
    }
}
