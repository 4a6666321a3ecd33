import EndpointTranslation
import EnvoyHarness
import MeshModel
import MeshSources
import MeshTracking
import MeshViews
import NetworkInference
import TestSupport
import Testing
import TranslationTestSupport

/// A change of a mesh: files before and after it.
struct InputChange: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The objects of the only cluster by file name; each file has one object.
    let before: [String: String]
    /// The changed objects; empty texts are removed.
    let change: [String: String]
    var mesh: String?

    private static let base: [String: String] = [
        "system": Manifest.namespace("istio-system", network: "n1"), "shop": namespace("a"),
        "web": Manifest.service("web"), "api": Manifest.service("api"),
        "web-pod": Manifest.pod("p", ips: ["10.1.0.1", "fd00::1"], labels: ["app": "web"]),
        "web-4": Manifest.slice("web", suffix: "4", type: "IPv4", [Manifest.endpoint("10.1.0.1", pod: "p")]),
        "api-1": Manifest.slice("api", [Manifest.endpoint("10.1.0.9")]),
    ]

    private static func namespace(_ team: String) -> String {
        Manifest.object("v1", "Namespace", "shop", namespace: nil, labels: ["team": team], "")
    }

    private static func sidecar(_ host: String) -> String {
        Manifest.object(
            "networking.istio.io/v1",
            "Sidecar",
            "default",
            namespace: "shop",
            labels: [:],
            "spec: {egress: [{hosts: [\"\(host)\"]}]}\n"
        )
    }

    private static func configMap(_ mesh: String) -> String {
        Manifest.object(
            "v1",
            "ConfigMap",
            "istio-canary",
            namespace: "istio-system",
            labels: [:],
            "data: {mesh: \"\(mesh)\"}\n"
        )
    }

    private static func entry(_ name: String, _ port: Int) -> String {
        Manifest.object(
            "networking.istio.io/v1",
            "ServiceEntry",
            name,
            namespace: "shop",
            labels: [:],
            "spec: {hosts: [web.example.com], resolution: STATIC, ports: [{number: \(port), name: http}], "
                + "endpoints: [{address: 192.0.2.\(port % 100)}]}\n"
        )
    }

    /// A ServiceEntry that selects a pod on a node, with both of them.
    private static func selecting(region: String, app: String = "out") -> [String: String] {
        [
            "selecting": Manifest.object(
                "networking.istio.io/v1",
                "ServiceEntry",
                "selecting",
                namespace: "shop",
                labels: [:],
                "spec: {hosts: [web.example.com], resolution: STATIC, ports: [{number: 80, name: http}], "
                    + "workloadSelector: {labels: {app: out}}}\n"
            ),
            "node": Manifest.node("node-1", labels: ["topology.kubernetes.io/region": region]),
            "selected": Manifest.pod("out-0", ip: "10.1.0.7", node: "node-1", labels: ["app": app]),
        ]
    }

    private static func adding(_ objects: [String: String]) -> [String: String] {
        base.merging(objects) { _, new in new }
    }

    static let all: [InputChange] = [
        InputChange(
            testDescription: "a Sidecar is added",
            before: base,
            change: ["sc": sidecar("*/api.shop.svc.cluster.local")]
        ),
        InputChange(
            testDescription: "a Sidecar imports another host",
            before: adding(["sc": sidecar("*/api.shop.svc.cluster.local")]),
            change: ["sc": sidecar("*/web.shop.svc.cluster.local")]
        ),
        InputChange(
            testDescription: "a Sidecar is removed",
            before: adding(["sc": sidecar("~/*")]),
            change: ["sc": ""]
        ),
        InputChange(
            testDescription: "a namespace no longer matches the discovery selectors",
            before: base,
            change: ["shop": namespace("b")],
            mesh: "discoverySelectors: [{matchLabels: {team: a}}]\n"
        ),
        InputChange(
            testDescription: "the ConfigMap of a revision changes",
            before: adding(["map": configMap("defaultServiceExportTo: ['*']")]),
            change: ["map": configMap("defaultServiceExportTo: ['~']")]
        ),
        InputChange(
            testDescription: "the ConfigMap of a revision selects namespaces",
            before: adding(["map": configMap("{}")]),
            change: ["map": configMap("discoverySelectors: [{matchLabels: {team: b}}]")]
        ),
        InputChange(
            testDescription: "the slice of the second address family appears",
            before: base,
            change: [
                "web-6": Manifest.slice("web", suffix: "6", type: "IPv6", [Manifest.endpoint("fd00::1", pod: "p")])
            ]
        ),
        InputChange(
            testDescription: "another slice says that an address is ready",
            before: adding([
                "api-2": Manifest.slice(
                    "api",
                    suffix: "0",
                    [Manifest.endpoint("10.1.0.9", conditions: "ready: false")]
                ),
                "api-1": "",
            ]),
            change: ["api-1": Manifest.slice("api", [Manifest.endpoint("10.1.0.9")])]
        ),
        InputChange(
            testDescription: "a second ServiceEntry describes another port of a host under the same name",
            before: adding(["a": entry("a", 80)]),
            change: ["b": entry("b", 8080)]
        ),
        InputChange(
            testDescription: "the node of a pod that a ServiceEntry selects is in another region",
            before: adding(selecting(region: "r1")),
            change: selecting(region: "r2").filter { $0.key == "node" }
        ),
        InputChange(
            testDescription: "a pod is no longer selected by a ServiceEntry",
            before: adding(selecting(region: "r1")),
            change: selecting(region: "r1", app: "in").filter { $0.key == "selected" }
        ),
        InputChange(
            testDescription: "a pod gets a second address",
            before: adding([
                "web-pod": Manifest.pod("p", ips: ["10.1.0.1"], labels: ["app": "web"]),
                "web-6": Manifest.slice("web", suffix: "6", type: "IPv6", [Manifest.endpoint("fd00::1")]),
            ]),
            change: ["web-pod": Manifest.pod("p", ips: ["10.1.0.1", "fd00::1"], labels: ["app": "web"])]
        ),
    ]
}

@Suite("Changes of objects that decide about endpoints in other ways")
struct InputChangeTests {
    private static let names = ["web.shop.svc.cluster.local", "api.shop.svc.cluster.local", "web.example.com"].flatMap {
        ["outbound|80||\($0)", "outbound|8080||\($0)"]
    }
    private static let nodes = ["10.9.0.1", "fd00::9", "10.9.0.1,fd00::9"].map {
        EnvoyNode.sidecar($0, network: "n1", cluster: "c1")
    }

    private static func answers(_ state: MeshState) -> [[UInt8]] {
        nodes.flatMap { node in
            let proxy = state.proxy(for: node)
            return names.map { Array(state.assignment(named: $0, for: proxy).bytes) }
        }
    }

    private static func write(_ objects: [String: String], to folder: TemporaryDirectory) throws {
        for (name, text) in objects {
            // An empty file has no objects.
            try folder.write(text, to: "clusters/c1/\(name).yaml")
        }
    }

    private static func fresh(_ folder: TemporaryDirectory, _ semantics: TranslationSemantics) throws -> [[UInt8]] {
        answers(try MeshState(MeshDirectoryReader().read(directory: folder.path), semantics: semantics))
    }

    @Test("A change on disk has the same effect as reading everything again", arguments: InputChange.all)
    func onDisk(_ change: InputChange) throws {
        for semantics in [TranslationSemantics.standard, .istio130] {
            let folder = try TemporaryDirectory(named: "input-change")
            defer { folder.remove() }
            try folder.write("configCluster: c1\n", to: "mesh-directory.yaml")
            if let mesh = change.mesh { try folder.write(mesh, to: "mesh.yaml") }
            try Self.write(change.before, to: folder)
            var tracker = try MeshTracker(
                .directory(folder.path),
                reader: MeshDirectoryReader(),
                inference: MeshInference(semantics: semantics)
            )
            let first = try #require(try tracker.next())
            #expect(try Self.answers(first) == Self.fresh(folder, semantics))
            try Self.write(change.change, to: folder)
            try tracker.reload()
            let second = try #require(try tracker.next())
            #expect(try Self.answers(second) == Self.fresh(folder, semantics), "\(semantics.name)")
            if semantics == .standard { #expect(Self.answers(second) != Self.answers(first), "nothing changed") }
        }
    }

    @Test("A change in a live cluster has the same effect as reading everything again", arguments: InputChange.all)
    func live(_ change: InputChange) throws {
        for semantics in [TranslationSemantics.standard, .istio130] {
            let folder = try TemporaryDirectory(named: "input-change")
            defer { folder.remove() }
            try folder.write("configCluster: c1\n", to: "mesh-directory.yaml")
            if let mesh = change.mesh { try folder.write(mesh, to: "mesh.yaml") }
            try Self.write(change.before, to: folder)
            let recorded = try RecordedMesh(directory: folder.path)
            var tracker = try Corpus.tracker(recorded, semantics)
            for (id, content) in recorded.clusters { tracker.apply(.replaced(id, content)) }
            let first = try #require(try tracker.next())
            #expect(try Self.answers(first) == Self.fresh(folder, semantics))
            try Self.write(change.change, to: folder)
            for (id, content) in try RecordedMesh(directory: folder.path).clusters {
                tracker.apply(.updated(id, content.updates))
            }
            let second = try #require(try tracker.next())
            #expect(try Self.answers(second) == Self.fresh(folder, semantics), "\(semantics.name)")
        }
    }
}
