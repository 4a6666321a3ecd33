import MeshModel
import MeshSources
import NetworkInference
import Testing

@Suite("Input of ambient mode")
struct AmbientInputTests {
    private static let service = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: ns}
        spec: {clusterIP: 1.2.3.4, clusterIPs: [1.2.3.4, "fd00::4"], ports: [{name: http, port: 80}]}
        """
    private static let key = MeshSnapshot.ServiceKey(hostname: "web.ns.svc.cluster.local", namespace: "ns")

    private func mesh(_ objects: [String], meshConfig: String = "") throws -> MeshDirectory {
        var files = [SourceFile(path: "clusters/c1/objects.yaml", text: objects.joined(separator: "\n---\n"))]
        if !meshConfig.isEmpty { files.append(SourceFile(path: "mesh.yaml", text: meshConfig)) }
        return try MeshDirectoryReader().read(files: files, displayName: "mesh")
    }

    private func snapshot(_ objects: [String], ambient: AmbientMode = .multiNetwork) throws -> MeshSnapshot {
        try MeshInference(semantics: .istio130, features: MeshFeatures(ambient: ambient)).snapshot(of: mesh(objects))
    }

    @Test(
        "Invalid service scopes are refused, with the expectation",
        arguments: [
            ("[{scope: WORLD}]", InputError.Code.value, "expected LOCAL or GLOBAL"),
            (
                "[{servicesSelector: {matchExpressions: [{key: a, operator: Is}]}}]", .value,
                "expected one of In, NotIn, Exists, DoesNotExist"
            ),
            ("[{servicesSelector: {matchExpressions: [{operator: Exists}]}}]", .missing, "expected a label's key"),
            ("[{namespaceSelector: []}]", .type, "expected a label selector"),
            ("{}", .type, "expected a list of service scopes"),
        ]
    )
    func scopes(text: String, code: InputError.Code, message: String) {
        let errors = #expect(throws: InputErrors.self) {
            try mesh([Self.service], meshConfig: "serviceScopeConfigs: \(text)")
        }
        #expect(errors?.errors.map(\.code) == [code])
        #expect(errors?.errors.first?.message.contains(message) == true)
    }

    @Test("The addresses of a Service are known by cluster (EG-A11)")
    func addresses() throws {
        let known = try #require(snapshot([Self.service]).ambientServices[Self.key])
        #expect(known.addresses == [ClusterID("c1"): ["1.2.3.4", "fd00::4"]])
        #expect(known.address(in: ClusterID("c1")) == "1.2.3.4")
        #expect(known.address(in: ClusterID("c2")) == "1.2.3.4")
        #expect(known.isAddressable(in: ClusterID("c2")))
        let headless = try #require(
            snapshot([
                Self.service.replacing(
                    "clusterIP: 1.2.3.4, clusterIPs: [1.2.3.4, \"fd00::4\"]",
                    with: "clusterIP: None"
                )
            ])
            .ambientServices[Self.key]
        )
        // The reference takes 0.0.0.0 for an address where the cluster has the Service (EG-A10).
        #expect(headless.isAddressable(in: ClusterID("c1")))
        #expect(!headless.isAddressable(in: ClusterID("c2")))
        #expect(headless.address(in: ClusterID("c1")) == "0.0.0.0")
    }

    @Test("Nothing is inferred for ambient mode while it is off")
    func off() throws {
        let pod = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-0, namespace: ns, labels: {networking.istio.io/tunnel: http}}
            status: {phase: Running, podIP: 10.0.0.1, conditions: [{type: Ready, status: "True"}]}
            """
        let slice = """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: web-1, namespace: ns, labels: {kubernetes.io/service-name: web}}
            ports: [{name: http, port: 8080}]
            endpoints: [{addresses: [10.0.0.1]}]
            """
        for mode in AmbientMode.allCases {
            let isOn = mode != .off
            let snapshot = try snapshot([Self.service, slice, pod], ambient: mode)
            #expect(snapshot.shards[Self.key]?.first?.endpoints.map(\.acceptsHBONE) == [isOn])
            #expect(snapshot.ambientServices.isEmpty == !isOn)
            #expect(snapshot.features == MeshFeatures(ambient: mode))
        }
    }

    @Test(
        "A proxy's metadata decides whether it sends HBONE (EG-A1, EG-A2)",
        arguments: [
            ([:], true), (["DISABLE_HBONE_SEND": .bool(true)], false), (["DISABLE_HBONE_SEND": .bool(false)], true),
            (["DISABLE_HBONE_SEND": .string("true")], false), (["GENERATOR": .string("grpc")], false),
            (["GENERATOR": .string("api")], true),
        ] as [([String: MetadataValue], Bool)]
    )
    func senders(metadata: [String: MetadataValue], sends: Bool) throws {
        let node = EnvoyNode(id: "sidecar~1.1.1.1~a.ns~ns.svc.cluster.local", metadata: metadata)
        #expect(try ProxyInference(snapshot([Self.service])).proxy(for: node).sendsHBONE == sends)
    }
}
