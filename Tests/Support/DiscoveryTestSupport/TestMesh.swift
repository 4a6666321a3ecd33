import DiscoveryServer
import MeshModel
import MeshSources
package import MeshViews

/// A mesh of one cluster whose services are the resources: the name of each, and the addresses of its endpoints.
package struct TestMesh: Sendable {
    private var services: [String: [String]]

    package init(_ services: [String: [String]] = [:]) { self.services = services }

    /// Resources with one endpoint each.
    package init(_ names: [String], at address: String = "10.0.0.1") {
        services = Dictionary(uniqueKeysWithValues: names.map { ($0, [address]) })
    }

    /// The addresses of a resource; nil if it does not exist.
    package subscript(name: String) -> [String]? {
        get { services[name] }
        set { services[name] = newValue }
    }

    package var names: [String] { services.keys.sorted() }

    /// Returns the cluster name that Envoy requests.
    package static func cluster(_ name: String) -> String {
        name.isEmpty || name.contains("*") || name.contains("|") ? name : "outbound|80||\(name).shop.svc.cluster.local"
    }

    /// Returns the resource of a cluster name.
    package static func resource(_ cluster: String) -> String {
        guard cluster.hasPrefix("outbound|80||"), cluster.hasSuffix(".shop.svc.cluster.local") else { return cluster }
        return String(cluster.dropFirst("outbound|80||".count).dropLast(".shop.svc.cluster.local".count))
    }

    package func served(reversed: Bool = false) throws -> MeshState {
        let names = reversed ? self.names.reversed() : self.names
        var documents = ["{apiVersion: v1, kind: Namespace, metadata: {name: shop}}"]
        for (index, name) in names.enumerated() {
            documents.append(
                """
                {apiVersion: v1, kind: Service, metadata: {name: \(name), namespace: shop},
                 spec: {clusterIP: 10.\(100 + index / 62_500).\(index / 250 % 250).\(index % 250 + 1),
                  ports: [{name: http, port: 80, targetPort: 8080}]}}
                """
            )
            let endpoints = (services[name] ?? []).map { "{addresses: [\($0)], conditions: {ready: true}}" }
            documents.append(
                """
                {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, addressType: IPv4,
                 metadata: {name: \(name)-slice, namespace: shop, labels: {kubernetes.io/service-name: \(name)}},
                 endpoints: [\(endpoints.joined(separator: ", "))],
                 ports: [{name: http, port: 8080, protocol: TCP}]}
                """
            )
        }
        let files = [
            SourceFile(path: "clusters/only/objects.yaml", text: documents.joined(separator: "\n---\n"))
        ]
        let directory = try MeshDirectoryReader().read(files: files, displayName: "test")
        return try MeshState(directory, semantics: .standard)
    }
}
