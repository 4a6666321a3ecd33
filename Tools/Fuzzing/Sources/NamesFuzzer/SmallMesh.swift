internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// A mesh of one service with endpoints in two networks.
enum SmallMesh {
    private static let objects = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {clusterIP: 10.96.0.3, clusterIPs: [10.96.0.3], ports: [{name: http, port: 80, targetPort: 8080}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, namespace: shop, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{name: http, port: 8080}]
        endpoints:
        - {addresses: [10.1.0.1], conditions: {ready: true}}
        - {addresses: [10.2.0.1], conditions: {ready: true}, zone: z2}
        """
    private static let networks = """
        networks:
          n1: {endpoints: [{fromCidr: 10.1.0.0/16}], gateways: [{address: 10.1.255.1, port: 15443}]}
          n2: {endpoints: [{fromCidr: 10.2.0.0/16}], gateways: [{address: 10.2.255.1, port: 15443}]}
        """

    /// Reads and infers the mesh.
    static func snapshot() -> MeshSnapshot {
        let files = [
            SourceFile(path: "clusters/c1/objects.yaml", text: objects),
            SourceFile(path: "mesh-networks.yaml", text: networks),
        ]
        do {
            let mesh = try MeshDirectoryReader().read(files: files, displayName: "mesh")
            return try MeshInference(semantics: .standard).snapshot(of: mesh)
        } catch {
            fatalError("\(error)")
        }
    }
}
