import EndpointTranslation
import EnvoyMessages
import Foundation
import MeshModel
import MeshSources
import NetworkInference
import TextFormats

/// A mesh of YAML texts, with the assignments of proxies.
struct AmbientBench {
    /// A MeshConfig by which Services with the label `istio.io/global` are global.
    static let globalScopes = """
        serviceScopeConfigs:
        - servicesSelector: {matchExpressions: [{key: istio.io/global, operator: In, values: ["true"]}]}
          scope: GLOBAL
        """

    let snapshot: MeshSnapshot

    /// - Parameters:
    ///   - clusters: the objects of each cluster, to which namespace `ns` is added; the first by name is the config
    ///     cluster.
    ///   - meshConfig: MeshConfig as YAML.
    init(
        _ clusters: [String: [String]],
        meshConfig: String = globalScopes,
        semantics: TranslationSemantics = .istio130,
        features: MeshFeatures = MeshFeatures(ambient: .multiNetwork)
    ) throws {
        var files = clusters.map { id, objects in
            let hasNamespace = objects.contains { $0.contains("kind: Namespace\nmetadata: {name: \"ns\"") }
            let all = objects + (hasNamespace ? [] : [AmbientManifest.namespace("ns")])
            return SourceFile(path: "clusters/\(id)/objects.yaml", text: all.joined(separator: "\n---\n"))
        }
        files.append(
            SourceFile(path: "mesh-directory.yaml", text: "configCluster: \(clusters.keys.min() ?? "")")
        )
        if !meshConfig.isEmpty { files.append(SourceFile(path: "mesh.yaml", text: meshConfig)) }
        let mesh = try MeshDirectoryReader().read(files: files, displayName: "mesh")
        // Localities are those of the endpoints.
        var semantics = semantics
        if semantics.shareEncoding == .auto { semantics.shareEncoding = .endpointWeights }
        snapshot = try MeshInference(semantics: semantics, features: features).snapshot(of: mesh)
    }

    /// Returns a proxy of a node, with further metadata as texts.
    func proxy(
        _ kind: String = "sidecar",
        network: String = "",
        cluster: String = "",
        address: String = "9.9.9.9",
        labels: [String: String] = [:],
        metadata: [String: String] = [:]
    ) -> Proxy {
        var all: [String: MetadataValue] = metadata.mapValues { .string($0) }
        all["NETWORK"] = .string(network)
        all["CLUSTER_ID"] = .string(cluster)
        all["LABELS"] = .object(labels.mapValues { .string($0) })
        let node = EnvoyNode(id: "\(kind)~\(address)~proxy.ns~ns.svc.cluster.local", metadata: all)
        return ProxyInference(snapshot).proxy(for: node)
    }

    /// Returns the packed assignment as proto3 JSON.
    func json(_ name: String, for proxy: Proxy) throws -> String {
        var view = RecordingProxyView(proxy)
        let assignment = EndpointTranslator(snapshot).translate(name, for: &view)
        let bytes = try AssignmentEncoding.encode(assignment)
        return try MessageJSON().value(of: .clusterLoadAssignment, bytes).text(pretty: false)
    }

    /// Returns the hosts in order, one line each: address, weight, then the way.
    ///
    /// Hosts inside the proxy have their listener before the address.
    func hosts(_ name: String, for proxy: Proxy) throws -> [String] {
        let text = try json(name, for: proxy)
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let groups = object?["endpoints"] as? [[String: Any]] ?? []
        return groups.flatMap { $0["lbEndpoints"] as? [[String: Any]] ?? [] }.map(Self.line)
    }

    private static func line(_ host: [String: Any]) -> String {
        func member(_ path: String...) -> Any? {
            path.reduce(host as Any?) { ($0 as? [String: Any])?[$1] }
        }
        var parts: [String] = []
        if let listener = member("endpoint", "address", "envoyInternalAddress", "serverListenerName") {
            parts.append("\(listener)/\(member("endpoint", "address", "envoyInternalAddress", "endpointId") ?? "")")
        } else {
            let address = member("endpoint", "address", "socketAddress", "address") ?? ""
            parts.append("\(address):\(member("endpoint", "address", "socketAddress", "portValue") ?? "")")
        }
        parts.append("x\(host["loadBalancingWeight"] ?? "none")")
        let original = "envoy.filters.listener.original_dst"
        if let local = member("metadata", "filterMetadata", original, "local") { parts.append("local=\(local)") }
        if let waypoint = member("metadata", "filterMetadata", original, "waypoint") {
            parts.append("waypoint=\(waypoint)")
        }
        if let target = member("metadata", "filterMetadata", "istio", "double_hbone", "hbone_target_address") {
            parts.append("hbone=\(target)")
        }
        for key in ["tlsMode", "tunnel"] {
            if let value = member("metadata", "filterMetadata", "envoy.transport_socket_match", key) {
                parts.append("\(key)=\(value)")
            }
        }
        return parts.joined(separator: " ")
    }
}
