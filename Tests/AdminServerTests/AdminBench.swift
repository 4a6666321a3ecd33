import AdminServer
import DiscoveryServer
import EnvoyHarness
import GRPCTransport
import Logging
import MeshModel
import MeshSources
import MeshTracking
import MeshViews
import NIOCore
import NetworkInference
import PrometheusMetrics
import Testing
import TextFormats

/// An admin server on a free port, with a discovery server unless a test covers the time before.
struct AdminBench: Sendable {
    let inputs: SourceStatusStore
    let admin: AdminServer
    let discovery: DiscoveryServer
    let mesh: AdminMeshState
    let socket: NetworkEndpoint

    static let time: Int64 = 1_700_000_000_000
    static let node = "sidecar~10.0.0.9~web.shop~shop.svc.cluster.local"
    static let cluster = "outbound|80||web.shop.svc.cluster.local"

    static let files = [
        SourceFile(path: "mesh-directory.yaml", text: "configCluster: west\n"),
        SourceFile(
            path: "mesh-networks.yaml",
            text: """
                networks:
                  west-network: {endpoints: [{fromRegistry: west}]}
                  east-network:
                    endpoints: [{fromRegistry: east}]
                    gateways: [{address: 127.2.255.1, port: 15443}]

                """
        ),
        SourceFile(
            path: "proxies.yaml",
            text: "[{node: {id: \(node), metadata: {CLUSTER_ID: west}}, resources: [\"\(cluster)\"]}]\n"
        ),
        SourceFile(path: "clusters/west/objects.yaml", text: objects("10.0.0.1")),
        SourceFile(path: "clusters/east/objects.yaml", text: objects("10.0.0.2")),
    ]

    private static func objects(_ address: String) -> String {
        """
        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop},
         spec: {clusterIP: 10.96.0.3, ports: [{name: http, port: 80, targetPort: 8080}]}}
        ---
        {apiVersion: v1, kind: Pod,
         metadata: {name: web-1, namespace: shop, labels: {security.istio.io/tlsMode: istio}},
         status: {phase: Running, podIP: \(address), podIPs: [{ip: \(address)}]}}
        ---
        {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, addressType: IPv4,
         metadata: {name: web-1, namespace: shop, labels: {kubernetes.io/service-name: web}},
         endpoints: [{addresses: [\(address)], conditions: {ready: true},
                      targetRef: {kind: Pod, name: web-1, namespace: shop}}],
         ports: [{name: http, port: 8080, protocol: TCP}]}

        """
    }

    /// Runs a test, and stops everything afterwards.
    static func run(
        showsServer: Bool = true,
        allowsPush: Bool = false,
        _ body: (AdminBench) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let activity = ServerActivity()
        let inputs = SourceStatusStore(onChange: { activity.record(.sources) }, now: { time })
        let registry = PrometheusRegistry(MetricsCatalog.descriptions)
        let objects = try MeshDirectoryReader().read(files: files, displayName: "mesh")
        let inference = MeshInference(semantics: .standard)
        let served = MeshState(directory: objects, snapshot: try inference.snapshot(of: objects))
        let admin = try await AdminServer.start(
            AdminServer.Configuration(host: "127.0.0.1", port: 0, isLoopback: true, allowsPush: allowsPush),
            showing: AdminSources(
                program: "eds-translator 1.2.3",
                inputs: inputs,
                activity: activity,
                registry: registry
            ),
            logger: logger
        )
        let discovery = try await DiscoveryServer.start(
            serving: served,
            on: .hostname("127.0.0.1", port: 0),
            metrics: registry,
            activity: activity,
            logger: logger
        )
        let mesh = AdminMeshState(served: served, objects: objects, inference: inference)
        if showsServer {
            inputs.set(SourceStatus(id: "mesh", kind: .directory, location: "mesh"))
            inputs.recordSync("mesh", objects: [.init("Service", 2)])
            inputs.madeState()
            admin.show(mesh)
            admin.show(discovery)
        }
        let port = try #require(admin.localAddress?.port)
        let bench = AdminBench(
            inputs: inputs,
            admin: admin,
            discovery: discovery,
            mesh: mesh,
            socket: NetworkEndpoint("127.0.0.1", port)
        )
        do {
            try await body(bench)
        } catch {
            try await discovery.close()
            try await admin.close()
            throw error
        }
        try await discovery.close()
        try await admin.close()
    }

    func get(
        _ path: String,
        method: String = "GET",
        headers: [String: String] = [:],
        body: String = ""
    ) async throws -> HTTPRequest.Answer {
        try await HTTPRequest(path, method: method, headers: headers, body: body).answer(from: socket)
    }

    func json(_ path: String, expecting status: Int = 200) async throws -> TextFormats.JSONValue {
        let answer = try await get(path)
        #expect(answer.status == status, "\(path): \(answer.body)")
        return try TextFormats.JSONValue(parsing: Array(answer.body.utf8))
    }
}
