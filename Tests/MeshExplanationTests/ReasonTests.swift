import EndpointTranslation
import MeshExplanation
import MeshModel
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("Reasons of endpoints that are left out")
struct ReasonTests {
    /// A mesh in which the endpoint 20.0.0.1 is left out.
    struct Example: Sendable, CustomTestStringConvertible {
        let reason: NetworkDecision.Reason
        /// A part of the sentence.
        let says: String
        var north: [String] = []
        var south: [String] = ReasonTests.workload
        var meshNetworks: String?
        var mesh: String?
        var node = EnvoyNode.sidecar(network: "n1", cluster: "north")
        var name = "outbound|80||s.shop.svc.cluster.local"
        var features = MeshFeatures()
        var semantics = TranslationSemantics.standard

        var testDescription: String { "\(reason.rawValue): \(says)" }
    }

    static let workload = Manifest.workload("s", ips: ["20.0.0.1"], network: "n2")
    static let gateway = Manifest.gatewayService(network: "n2", ips: ["2.2.2.2"])

    static let examples: [Example] = [
        Example(
            reason: .notMutualTLS,
            says: "DestinationRule shop/off (clusters/north/objects.yaml:",
            north: [Manifest.destinationRule("off", host: "s", "trafficPolicy: {tls: {mode: DISABLE}}")],
            south: workload + [gateway]
        ),
        Example(
            reason: .notMutualTLS,
            says: "PeerAuthentication shop/off (clusters/north/objects.yaml:",
            north: [Manifest.peerAuthentication("off", namespace: "shop", "mtls: {mode: DISABLE}")],
            south: workload + [gateway]
        ),
        Example(
            reason: .notMutualTLS,
            says: "label security.istio.io/tlsMode is 'disabled'",
            south: Manifest.workload("s", ips: ["20.0.0.1"], network: "n2", hasSidecar: false) + [gateway]
        ),
        Example(
            reason: .otherSubset,
            says: "subset v2 requires version=v2, and it has no label version (DestinationRule shop/subsets",
            north: [
                Manifest.destinationRule("subsets", host: "s", "subsets: [{name: v2, labels: {version: v2}}]")
            ],
            name: "outbound|80|v2|s.shop.svc.cluster.local"
        ),
        Example(
            reason: .notInView,
            says: "requests the networks n1, n9, and it is in n2",
            node: .sidecar(
                network: "n1",
                cluster: "north",
                metadata: ["REQUESTED_NETWORK_VIEW": .string("n9,n1")]
            )
        ),
        Example(
            reason: .otherCluster,
            says: "it is in cluster south, the proxy in cluster north",
            mesh: "serviceSettings: [{settings: {clusterLocal: true}, hosts: [s.shop.svc.cluster.local]}]\n"
        ),
        Example(
            reason: .unresolvedGateway,
            says: "gw.example.com (MeshNetworks n2 (mesh-networks.yaml:",
            meshNetworks: "networks: {n2: {gateways: [{address: gw.example.com, port: 15443}]}}\n"
        ),
        Example(
            reason: .gatewayOfOtherFamily,
            says: "no gateway of network n2 has an IPv6 address",
            south: workload + [gateway],
            node: .sidecar("fd00::1", network: "n1", cluster: "north")
        ),
        Example(
            reason: .unhealthy,
            says: "it is not ready (EndpointSlice shop/s-1 (clusters/south/objects.yaml:",
            south: [
                Manifest.pod("p", ip: "20.0.0.1", network: "n2"),
                Manifest.slice("s", [Manifest.endpoint("20.0.0.1", pod: "p", conditions: "ready: false")]),
                Manifest.service("s"),
            ]
        ),
        Example(
            reason: .terminating,
            says: "it is terminating and not ready",
            south: [
                Manifest.pod("p", ip: "20.0.0.1", network: "n2"), Manifest.service("s"),
                Manifest.slice(
                    "s",
                    [Manifest.endpoint("20.0.0.1", pod: "p", conditions: "ready: false, terminating: true")]
                ),
            ]
        ),
        Example(
            reason: .sniNeedsMutualTLS,
            says: "routed by SNI",
            south: Manifest.workload("s", ips: ["20.0.0.1"], network: "n1", hasSidecar: false),
            name: "outbound_.80_._.s.shop.svc.cluster.local"
        ),
        Example(
            reason: .outsideDistribution,
            says: "no pattern of the distribute rule",
            north: [
                Manifest.destinationRule(
                    "spread",
                    host: "s",
                    "trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: '*', to: {west: 100}}]}}}"
                )
            ],
            south: Manifest.workload(
                "s",
                ips: ["20.0.0.1"],
                labels: ["topology.istio.io/locality": "east.a"],
                network: "n1"
            )
        ),
        Example(
            reason: .notExported,
            says: "cluster south does not export s.shop.svc.cluster.local",
            features: MeshFeatures(mcsServiceDiscovery: true)
        ),
        Example(
            reason: .noGateway,
            says: "network n2 has no gateway",
            semantics: {
                var semantics = TranslationSemantics.standard
                semantics.unreachableNetworks = .drop
                return semantics
            }()
        ),
    ]

    @Test("The reason names the responsible object", arguments: examples)
    func example(_ example: Example) throws {
        let explanation = try explain(example)
        let endpoint = try #require(explanation.endpoints.first { $0.endpoint.address == "20.0.0.1" })
        #expect(endpoint.traced.outcome == .leftOut(example.reason))
        let sentence = try #require(explanation.sentence(of: endpoint))
        #expect(sentence.contains(example.says), "\(sentence)")
        #expect(explanation.verdict.leftOut[example.reason] == 1)
    }

    private func explain(_ example: Example) throws -> AssignmentExplanation {
        let mesh = TestMesh(
            clusters: ["north": [Manifest.service("s")] + example.north, "south": example.south],
            meshNetworks: example.meshNetworks,
            mesh: example.mesh
        )
        let inference = MeshInference(semantics: example.semantics, features: example.features)
        let conclusions = try MeshConclusions(mesh.directory(), by: inference)
        let proxy = ProxyInference(conclusions.snapshot).proxy(for: example.node)
        return MeshExplainer(conclusions).explain(example.name, for: proxy)
    }

    @Test("The reason of a duplicate names the endpoint that came first")
    func duplicates() throws {
        let mesh = TestMesh(clusters: [
            "north": [Manifest.service("s"), Manifest.slice("s", [Manifest.endpoint("10.0.0.9")])],
            "south": [Manifest.slice("s", [Manifest.endpoint("10.0.0.9")])],
        ])
        let conclusions = try MeshConclusions(mesh.directory(), by: MeshInference(semantics: .standard))
        let proxy = ProxyInference(conclusions.snapshot).proxy(for: .sidecar())
        let explanation = MeshExplainer(conclusions).explain("s.shop.svc.cluster.local:80", for: proxy)
        let second = try #require(explanation.endpoints.last)
        #expect(second.traced.outcome == .leftOut(.duplicate))
        #expect(second.traced.duplicateOf == explanation.endpoints.first?.traced.position)
        #expect(explanation.sentence(of: second)?.contains("clusters/north/objects.yaml") == true)
    }
}
