public import MeshSources

/// The mesh directory of a shape, as the API servers of its clusters would list it.
public struct ShapeManifests: Sendable {
    /// The largest EndpointSlice that an API server accepts.
    private static let largestSlice = 1_000

    private let shape: MeshShape
    private let hasPods: Bool

    /// Makes the manifests of a shape.
    ///
    /// - Parameter hasPods: a Boolean value that indicates whether the pods of the endpoints are listed too. Without
    ///   them no endpoint
    ///   accepts mTLS.
    public init(_ shape: MeshShape, hasPods: Bool = true) {
        self.shape = shape
        self.hasPods = hasPods
    }

    /// All files.
    public var files: [SourceFile] {
        [settings, proxies] + clusterFiles(services: 0..<shape.services)
    }

    /// All files, with a separate file for the objects of each service, so that a change affects a small file.
    public var filesByService: [SourceFile] {
        [settings, proxies]
            + (0..<shape.services).flatMap { service in
                clusterFiles(services: service..<service + 1).map { file in
                    let path = file.path.replacing("objects.yaml", with: "svc\(service).yaml")
                    return SourceFile(path: path, displayName: path, bytes: file.bytes)
                }
            }
    }

    /// The directory's settings.
    var settings: SourceFile {
        SourceFile(path: "mesh-directory.yaml", text: "configCluster: c0\nsystemNamespace: istio-system\n")
    }

    /// One proxy in each cluster, each requesting every service.
    var proxies: SourceFile {
        var text = ""
        for cluster in 0..<MeshShape.clusterCount {
            text += """
                - node:
                    id: sidecar~10.\(200 + cluster).0.1~c.shop~shop.svc.cluster.local
                    cluster: c.shop
                    metadata:
                      NAMESPACE: shop
                      INSTANCE_IPS: 10.\(200 + cluster).0.1
                      NETWORK: \(shape.network(ofCluster: cluster))
                      CLUSTER_ID: c\(cluster)
                  resources:

                """
            for service in 0..<shape.services { text += "  - outbound|80||svc\(service).shop.svc.cluster.local\n" }
        }
        return SourceFile(path: "proxies.yaml", text: text)
    }

    /// Returns the objects of some services, one file per cluster; the first service comes with gateways and
    /// namespaces.
    func clusterFiles(services: Range<Int>) -> [SourceFile] {
        (0..<MeshShape.clusterCount).map { cluster in
            var text = services.lowerBound == 0 ? preamble(cluster) : ""
            for service in services { append(service, cluster, to: &text) }
            return SourceFile(path: "clusters/c\(cluster)/objects.yaml", text: text)
        }
    }

    private func preamble(_ cluster: Int) -> String {
        let network = shape.network(ofCluster: cluster)
        let address = Self.address(10, 96, 1 + cluster)
        return """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: istio-system
              labels:
                topology.istio.io/network: \(network)
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: istio-eastwestgateway
              namespace: istio-system
              labels:
                topology.istio.io/network: \(network)
              creationTimestamp: '2024-01-01T00:00:00Z'
            spec:
              type: LoadBalancer
              ports:
              - port: 15021
                name: status
                protocol: TCP
                targetPort: 15021
              - port: 15443
                name: tls
                protocol: TCP
                targetPort: 15443
              clusterIP: \(address)
              clusterIPs:
              - \(address)
            status:
              loadBalancer:
                ingress:
                - ip: 35.\(cluster).0.1
            ---
            apiVersion: v1
            kind: Namespace
            metadata:
              name: shop

            """
    }

    private func append(_ service: Int, _ cluster: Int, to text: inout String) {
        let address = Self.address(10, 96, 1 + MeshShape.clusterCount * (service + 1) + cluster)
        text += """
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: svc\(service)
              namespace: shop
              creationTimestamp: '2024-01-01T00:00:00Z'
            spec:
              type: ClusterIP
              ports:
              - port: 80
                name: http
                protocol: TCP
                targetPort: 8080
              selector:
                app: svc\(service)
              clusterIP: \(address)
              clusterIPs:
              - \(address)

            """
        let pods = (0..<shape.endpointsPerService)
            .filter { shape.cluster(ofEndpoint: $0, service: service) == cluster }.enumerated()
            .map { index, endpoint in
                let number = service * shape.endpointsPerService + endpoint
                return Pod(name: "svc\(service)-c\(cluster)-\(index)", address: Self.address(10, cluster, number))
            }
        if hasPods { for pod in pods { append(pod, service, to: &text) } }
        var start = 0
        repeat {
            let end = min(start + Self.largestSlice, pods.count)
            append(pods[start..<end], slice: start / Self.largestSlice, service, cluster, to: &text)
            start = end
        } while start < pods.count
    }

    private struct Pod {
        let name: String
        let address: String
    }

    private func append(_ pod: Pod, _ service: Int, to text: inout String) {
        text += """
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: \(pod.name)
              namespace: shop
              labels:
                app: svc\(service)
                security.istio.io/tlsMode: istio
            spec:
              serviceAccountName: default
              containers:
              - name: app
                image: app
            status:
              phase: Running
              podIP: \(pod.address)
              podIPs:
              - ip: \(pod.address)
              conditions:
              - type: Ready
                status: 'True'

            """
    }

    private func append(
        _ pods: ArraySlice<Pod>,
        slice: Int,
        _ service: Int,
        _ cluster: Int,
        to text: inout String
    ) {
        text += """
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: svc\(service)-c\(cluster)\(slice > 0 ? "-\(slice)" : "")
              namespace: shop
              labels:
                kubernetes.io/service-name: svc\(service)
            addressType: IPv4
            ports:
            - port: 8080
              name: http
              protocol: TCP
            endpoints:\(pods.isEmpty ? " []" : "")

            """
        for pod in pods {
            text += """
                - addresses:
                  - \(pod.address)
                  conditions:
                    ready: true

                """
            // An endpoint that names a pod counts only with that pod.
            guard hasPods else { continue }
            text += """
                  targetRef:
                    kind: Pod
                    name: \(pod.name)
                    namespace: shop

                """
        }
    }

    /// Returns the address with a number, 250 per last part; the second part grows in steps that leave room for every
    /// cluster.
    private static func address(_ first: Int, _ second: Int, _ number: Int) -> String {
        let upper = second + number / 62_500 * MeshShape.clusterCount
        return "\(first).\(upper).\(number / 250 % 250).\(number % 250 + 1)"
    }
}
