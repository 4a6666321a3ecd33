/// The generated part of the mesh: services, and a gateway in front of one endpoint of each.
public struct LoadMesh: Sendable {
    /// A file to write: its path relative to the mesh directory, and its text.
    public struct File: Hashable, Sendable {
        /// The path.
        public let path: String
        /// The content.
        public let text: String
    }

    /// The services.
    public private(set) var services: [LoadService]
    private var gatewayChange = 0
    private let cluster: String

    /// Makes the services.
    ///
    /// - Parameters:
    ///   - plan: the numbers of services and endpoints, and the seed.
    ///   - layout: the networks and the config cluster of the directory.
    public init(_ plan: LoadPlan, layout: MeshLayout) {
        var random = SeededRandom(seed: plan.seed, purpose: .mesh)
        cluster = layout.configCluster
        services = (0..<plan.services).map { index in
            LoadService(index: index, endpoints: plan.endpoints.draw(&random), places: layout.places)
        }
    }

    /// All files in their current state.
    public var files: [File] { services.map(file) + [gatewayFile] }

    /// Applies a change and returns the only file that differs afterwards.
    public mutating func apply(_ change: Change) -> File {
        guard let service = change.service, services.indices.contains(service) else {
            gatewayChange = change.index
            return gatewayFile
        }
        services[service].apply(change)
        return file(services[service])
    }

    private func file(_ service: LoadService) -> File {
        File(path: "clusters/\(cluster)/\(service.fileName)", text: service.manifests)
    }

    private var gatewayFile: File {
        File(
            path: "clusters/\(cluster)/load-gateway.yaml",
            text: """
                apiVersion: v1
                kind: Service
                metadata:
                  name: load-gateway
                  namespace: \(LoadNames.namespace)
                  labels: {topology.istio.io/network: \(LoadNames.gatewayNetwork)}
                spec:
                  type: LoadBalancer
                  clusterIP: 10.254.254.254
                  selector: {app: load-gateway}
                  ports: [{name: tls, port: 15443, protocol: TCP, targetPort: 15443}]
                status:
                  loadBalancer: {ingress: [{ip: \(Marker(.gateway, gatewayChange).address)}]}

                """
        )
    }
}
