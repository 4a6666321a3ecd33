public import EndpointTranslation
public import MeshModel
internal import NetworkInference

/// A mesh for which assignments can be requested.
public struct TranslatedMesh: Sendable {
    /// The inferred mesh.
    public let snapshot: MeshSnapshot
    private let translator: EndpointTranslator

    /// Makes an instance from an inferred mesh.
    public init(_ snapshot: MeshSnapshot) {
        self.snapshot = snapshot
        translator = EndpointTranslator(snapshot)
    }

    /// Returns the proxy of a node.
    public func proxy(_ node: EnvoyNode) -> Proxy { ProxyInference(snapshot).proxy(for: node) }

    /// Returns an assignment, and the properties of the proxy that were read for it.
    public func assignment(_ name: String, for proxy: Proxy) -> (assignment: Assignment, reading: ProxyReading) {
        var view = RecordingProxyView(proxy)
        let assignment = translator.translate(name, for: &view)
        return (assignment, view.reading)
    }

    /// Returns the bytes of an assignment for a name.
    public func bytes(_ name: String, for proxy: Proxy) throws -> [UInt8] {
        try AssignmentEncoding.encode(assignment(name, for: proxy).assignment)
    }

    /// Returns the bytes of an assignment.
    public func encode(_ assignment: Assignment) throws -> [UInt8] { try AssignmentEncoding.encode(assignment) }

    /// Returns the endpoint of a host; nil for a gateway.
    public func endpoint(_ host: Assignment.Host, of assignment: Assignment) -> Endpoint? {
        guard case .endpoint(let position, _) = host.target, let key = assignment.service else { return nil }
        return snapshot.shards[key]?[position.shard].endpoints[position.index]
    }

    /// Returns the address and port of a host; several addresses are joined by `+`.
    public func address(_ host: Assignment.Host, of assignment: Assignment) -> (address: String, port: Int) {
        if case .gateway(let gateway) = host.target { return (gateway.address, gateway.port) }
        guard let endpoint = endpoint(host, of: assignment) else { return ("", 0) }
        return (host.addresses.isEmpty ? endpoint.address : host.addresses.joined(separator: "+"), endpoint.port)
    }

    /// Returns an assignment as lines: one `locality priority weight` a group, one `  address:port*weight` a host.
    ///
    /// A group without locality is called `-`; for priority 0 only the weight is written.
    public func lines(_ name: String, for node: EnvoyNode) -> [String] {
        let found = assignment(name, for: proxy(node)).assignment
        return found.groups.flatMap { group -> [String] in
            let place = group.locality.isEmpty ? "-" : group.locality.description
            let priority = group.priority == 0 ? "" : " p\(group.priority)"
            let weight = group.weight.map { "*\($0)" } ?? ""
            let hosts = group.hosts.map { host -> String in
                let (address, port) = address(host, of: found)
                return "  \(address):\(port)*\(host.weight)"
            }
            return ["\(place)\(priority)\(weight)"] + hosts
        }
    }

    /// Returns only the hosts of an assignment, in order, as `address:port*weight`.
    public func hosts(_ name: String, for node: EnvoyNode) -> [String] {
        lines(name, for: node).filter { $0.hasPrefix("  ") }.map { String($0.dropFirst(2)) }
    }
}

extension EnvoyNode {
    /// Returns a sidecar of namespace `shop`.
    public static func sidecar(
        _ ip: String = "10.99.0.1",
        network: String? = nil,
        cluster: String? = nil,
        kind: String = "sidecar",
        metadata: [String: MetadataValue] = [:],
        locality: Locality? = nil
    ) -> EnvoyNode {
        var all: [String: MetadataValue] = ["NAMESPACE": .string("shop"), "INSTANCE_IPS": .string(ip)]
        all["NETWORK"] = network.map { .string($0) }
        all["CLUSTER_ID"] = cluster.map { .string($0) }
        let first = ip.split(separator: ",").first.map(String.init) ?? ip
        return EnvoyNode(
            id: "\(kind)~\(first)~client.shop~shop.svc.cluster.local",
            locality: locality,
            metadata: all.merging(metadata) { _, new in new }
        )
    }
}
