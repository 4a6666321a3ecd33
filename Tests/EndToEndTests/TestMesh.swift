import EnvoyHarness
import Foundation

/// A mesh of two Kubernetes clusters, `west` and `east`, each on a network of its own, as a mesh directory.
///
/// To change the mesh, call ``write(to:)`` again.
struct TestMesh {
    /// A pod, behind one service.
    struct Workload: Hashable {
        var name: String
        /// `west` or `east`.
        var cluster: String
        var socket: NetworkEndpoint
        var zone = "z1"
        /// A Boolean value that indicates whether it has a sidecar and therefore uses TLS.
        var hasSidecar = true
    }

    /// A Service of namespace `shop` with port 80, present in both clusters.
    struct Service: Hashable {
        var name: String
        var workloads: [Workload] = []

        /// The cluster name that clients subscribe to.
        var resource: String { "outbound|80||\(name).shop.svc.cluster.local" }
    }

    /// The only cluster subsets.
    static let clusters = ["west", "east"]

    var services: [Service] = []
    /// The gateway of each network, by the name of the Kubernetes cluster.
    var gateways: [String: NetworkEndpoint] = [:]
    /// Further objects of the config cluster, as YAML.
    var rules: [String] = []
    /// Entries of `proxies.yaml`.
    var proxies: [EnvoyNode] = []

    /// Returns the node of a sidecar in a cluster.
    static func client(in cluster: String) -> EnvoyNode {
        .sidecar(
            "client-\(cluster)",
            namespace: "shop",
            address: cluster == "west" ? "127.1.9.1" : "127.2.9.1",
            network: network(of: cluster),
            cluster: cluster
        )
    }

    static func network(of cluster: String) -> String { "\(cluster)-network" }

    static func objects(of cluster: String) -> String { "clusters/\(cluster)/objects.yaml" }

    /// Writes the files that differ from those in the folder, in one step.
    ///
    /// A server that watches the folder sees all of a change or nothing of it: one file is renamed into place, several
    /// are a new version behind one link, as in a mounted ConfigMap.
    func write(to directory: TemporaryDirectory) throws {
        let files = try files
        let changed = files.filter { file in
            (try? String(contentsOfFile: directory.file(file.name), encoding: .utf8)) != file.text
        }
        guard let first = changed.first else { return }
        if changed.count == 1 {
            try directory.write(first.text, to: first.name)
        } else {
            try MeshVersion(in: directory).write(files)
        }
    }

    private var files: [(name: String, text: String)] {
        get throws {
            let nodes = proxies.map { JSONValue.object(["node": $0.json]) }
            return [
                ("mesh-directory.yaml", "configCluster: west\nsystemNamespace: istio-system\n"),
                ("mesh-networks.yaml", networks),
                // JSON is a subset of YAML.
                ("proxies.yaml", try JSONValue.array(nodes).serialized() + "\n"),
            ] + Self.clusters.map { (Self.objects(of: $0), objects(of: $0)) }
        }
    }

    private var networks: String {
        var text = "networks:\n"
        for cluster in Self.clusters {
            text += "  \(Self.network(of: cluster)):\n    endpoints:\n    - fromRegistry: \(cluster)\n"
            if let gateway = gateways[cluster] {
                text += "    gateways:\n    - address: \(gateway.address)\n      port: \(gateway.port)\n"
            }
        }
        return text
    }

    private func objects(of cluster: String) -> String {
        var documents = ["istio-system", "shop"].map { "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: \($0)\n" }
        let local = services.flatMap(\.workloads).filter { $0.cluster == cluster }
        documents += Set(local.map(\.zone)).sorted().map { Self.node($0, cluster) }
        for service in services {
            documents.append(Self.service(service.name))
            for workload in service.workloads where workload.cluster == cluster {
                documents.append(Self.pod(workload, of: service.name))
                documents.append(Self.slice(workload, of: service.name))
            }
        }
        if cluster == Self.clusters.first { documents += rules }
        return documents.joined(separator: "---\n")
    }

    private static func node(_ zone: String, _ cluster: String) -> String {
        """
        apiVersion: v1
        kind: Node
        metadata:
          name: node-\(zone)
          labels:
            topology.kubernetes.io/region: \(cluster)
            topology.kubernetes.io/zone: \(zone)

        """
    }

    private static func service(_ name: String) -> String {
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: \(name)
          namespace: shop
          creationTimestamp: "2024-01-01T00:00:00Z"
        spec:
          type: ClusterIP
          clusterIP: 10.96.0.3
          selector:
            app: \(name)
          ports:
          - name: http
            port: 80
            protocol: TCP
            targetPort: http

        """
    }

    private static func pod(_ workload: Workload, of service: String) -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: \(workload.name)
          namespace: shop
          labels:
            app: \(service)\(workload.hasSidecar ? "\n    security.istio.io/tlsMode: istio" : "")
        spec:
          nodeName: node-\(workload.zone)
          containers:
          - name: web
            image: web
        status:
          phase: Running
          podIP: \(workload.socket.address)
          podIPs:
          - ip: \(workload.socket.address)

        """
    }

    private static func slice(_ workload: Workload, of service: String) -> String {
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: \(workload.name)
          namespace: shop
          labels:
            kubernetes.io/service-name: \(service)
        addressType: IPv4
        endpoints:
        - addresses:
          - \(workload.socket.address)
          conditions:
            ready: true
          targetRef:
            kind: Pod
            name: \(workload.name)
            namespace: shop
        ports:
        - name: http
          port: \(workload.socket.port)
          protocol: TCP

        """
    }
}
