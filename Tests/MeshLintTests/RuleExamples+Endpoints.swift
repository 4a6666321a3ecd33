import MeshLint
import MeshModel
import TranslationTestSupport

extension RuleExamples {
    /// Rules about services, endpoints and workloads.
    static let endpoints: [RuleExample] = [
        RuleExample(
            "SH013",
            "some pods without a sidecar",
            Part.twoNetworks(west: Manifest.workload("web", "2", ips: ["10.2.0.9"], hasSidecar: false)),
            ["warning EndpointSlice shop/web-2 @ west"],
            not: Part.twoNetworks(west: Manifest.workload("web", "2", ips: ["10.2.0.9"]))
        ),
        RuleExample(
            "SH013",
            "a policy that disables mTLS",
            Part.twoNetworks(east: [Manifest.peerAuthentication("off", namespace: "shop", "mtls: {mode: DISABLE}")]),
            [
                "warning PeerAuthentication shop/off @ east",
                "warning PeerAuthentication shop/off @ east",
            ],
            not: Part.twoNetworks(east: [Manifest.peerAuthentication("on", namespace: "shop", "mtls: {mode: STRICT}")])
        ),
        RuleExample(
            "SH013",
            "a service outside of the mesh is an info",
            Part.twoNetworks(
                west: [Manifest.service("db")] + Manifest.workload("db", ips: ["10.2.0.9"], hasSidecar: false)
            ),
            ["info EndpointSlice shop/db-1 @ west"],
            not: Part.twoNetworks(
                west: [Manifest.service("db")] + Manifest.workload("db", ips: ["10.2.0.9"], hasSidecar: false),
                mesh: "serviceSettings: [{settings: {clusterLocal: true}, hosts: [db.shop.svc.cluster.local]}]\n"
            )
        ),
        RuleExample(
            "SH016",
            "weights beyond 32 bits",
            entries(
                "address: 10.9.0.1, network: east, weight: 4294967295",
                "address: 10.9.0.2, network: east, weight: 1"
            ),
            [
                "error ServiceEntry shop/ext @ {address: 10.9.0.1, network: east, weight: 4294967295}, {address: 10.9.0.2, network: east, weight: 1}]"
            ],
            not: entries(
                "address: 10.9.0.1, network: east, weight: 4294967294",
                "address: 10.9.0.2, network: east, weight: 1"
            )
        ),
        RuleExample(
            "SH016",
            "weight zero",
            entries("address: 10.9.0.1, network: east, weight: 0"),
            ["warning ServiceEntry shop/ext @ {address: 10.9.0.1, network: east, weight: 0}]"],
            not: entries("address: 10.9.0.1, network: east")
        ),
        RuleExample(
            "SH016",
            "a host name where an address is needed",
            entries("address: db.example.net, network: east"),
            ["error ServiceEntry shop/ext @ {address: db.example.net, network: east}]"],
            not: entries("address: \"2001:db8::9\", network: east"),
            semantics: .standard
        ),
        RuleExample(
            "SH017",
            "no ready endpoint in the west",
            unready(west: "ready: false, terminating: false"),
            ["warning EndpointSlice shop/api-1 @ west"],
            not: unready(west: "ready: true")
        ),
        RuleExample(
            "SH023",
            "a machine without a network",
            Part.twoNetworks(east: [Manifest.workloadEntry("vm", "address: 10.9.0.1, labels: {app: web}")]),
            ["warning WorkloadEntry shop/vm @ east"],
            not: Part.twoNetworks(
                east: [
                    Manifest.workloadEntry("vm", "address: 10.9.0.1, network: east, labels: {app: web}"),
                    Manifest.serviceEntry("ext", host: "ext.example.com", endpoints: ["address: 198.51.100.1"]),
                ]
            )
        ),
        RuleExample(
            "SH025",
            "a port under another name",
            Part.twoNetworks(east: [service("api", port: "http", 80)], west: [service("api", port: "web", 80)]),
            ["warning Service shop/api @ west"],
            not: Part.twoNetworks(east: [service("api", port: "http", 80)], west: [service("api", port: "http", 80)])
        ),
        RuleExample(
            "SH026",
            "a cluster without a label",
            TestMesh(
                clusters: [
                    "east": [Manifest.namespace("istio-system", network: "east"), Manifest.service("web")]
                        + Manifest.workload("web", ips: ["10.1.0.1"]),
                    "west": [Manifest.namespace("istio-system"), Manifest.service("web")]
                        + Manifest.workload("web", ips: ["10.2.0.1"]),
                ]
            ),
            ["warning Namespace istio-system @ west"],
            not: TestMesh(
                clusters: [
                    "east": [Manifest.namespace("istio-system", network: "east"), Manifest.service("web")]
                        + Manifest.workload("web", ips: ["10.1.0.1"]),
                    "west": [Manifest.namespace("istio-system"), Manifest.service("web")]
                        + Manifest.workload("web", ips: ["10.2.0.1"], network: "west"),
                ]
            )
        ),
        RuleExample(
            "SH027",
            "pods that say they are elsewhere",
            Part.twoNetworks(west: [Manifest.pod("lost", ip: "10.2.0.7", network: "east")]),
            ["info Pod shop/lost @ west"],
            not: Part.twoNetworks(west: [Manifest.pod("found", ip: "10.2.0.7", network: "west")])
        ),
        RuleExample(
            "SH031",
            "a slice of no Service, and one without a label",
            Part.twoNetworks(west: [Manifest.slice("ghost", [Manifest.endpoint("10.2.0.7")]), nameless]),
            ["warning EndpointSlice shop/ghost-1 @ west", "warning EndpointSlice shop/nameless @ west"],
            not: Part.twoNetworks(west: [Manifest.slice("web", suffix: "2", [Manifest.endpoint("10.2.0.7")])])
        ),
        RuleExample(
            "SH031",
            "Endpoints alone",
            TestMesh(clusters: ["east": [oldEndpoints]]),
            ["warning  @ clusters/east/objects.yaml"],
            not: TestMesh(
                clusters: [
                    "east": [oldEndpoints, Manifest.service("web")] + Manifest.workload("web", ips: ["10.1.0.1"])
                ]
            )
        ),
        RuleExample(
            "SH038",
            "an address whose pod is not there",
            Part.twoNetworks(west: [Manifest.slice("web", suffix: "2", [Manifest.endpoint("10.2.0.7", pod: "gone")])]),
            ["warning EndpointSlice shop/web-2 @ west"],
            not: Part.twoNetworks(west: [Manifest.slice("web", suffix: "2", [Manifest.endpoint("10.2.0.7")])])
        ),
        RuleExample(
            "SH040",
            "a machine that nothing leads to",
            Part.twoNetworks(east: [Manifest.workloadEntry("vm", "network: vms, labels: {app: web}")]),
            ["error WorkloadEntry shop/vm @ east"],
            not: Part.twoNetworks(east: [Manifest.workloadEntry("vm", "network: west, labels: {app: web}")])
        ),
    ]

    /// Rules about declared proxies.
    static let proxies: [RuleExample] = [
        RuleExample(
            "SH018",
            "a proxy without a network",
            Part.adding("proxies.yaml", Part.proxy("CLUSTER_ID: west"), to: Part.twoNetworks()),
            ["warning Proxy sidecar~10.9.0.1~client.shop~shop.svc.cluster.local @ node:"],
            not: Part.adding("proxies.yaml", Part.proxy("CLUSTER_ID: west, NETWORK: west"), to: Part.twoNetworks())
        ),
        RuleExample(
            "SH036",
            "names of things that are not there",
            Part.adding(
                "proxies.yaml",
                Part.proxy(
                    "CLUSTER_ID: west, REQUESTED_NETWORK_VIEW: \"west, east\"",
                    resources:
                        "\"outbound|80||wbe.shop.svc.cluster.local\", \"outbound|80||web.shop.svc.cluster.local\""
                ),
                to: Part.twoNetworks()
            ),
            [
                "warning Proxy sidecar~10.9.0.1~client.shop~shop.svc.cluster.local @ node:",
                "warning Proxy sidecar~10.9.0.1~client.shop~shop.svc.cluster.local @ node:",
            ],
            not: Part.adding(
                "proxies.yaml",
                Part.proxy(
                    "CLUSTER_ID: west, REQUESTED_NETWORK_VIEW: \"west,east\"",
                    resources: "\"outbound|80||web.shop.svc.cluster.local\""
                ),
                to: Part.twoNetworks()
            )
        ),
    ]

    private static let nameless = Manifest.object(
        "discovery.k8s.io/v1",
        "EndpointSlice",
        "nameless",
        namespace: "shop",
        labels: [:],
        "addressType: IPv4\nendpoints: []\n"
    )

    private static let oldEndpoints = Manifest.object(
        "v1",
        "Endpoints",
        "web",
        namespace: "shop",
        labels: [:],
        "subsets: []\n"
    )

    private static func entries(_ endpoints: String...) -> TestMesh {
        Part.twoNetworks(east: [Manifest.serviceEntry("ext", host: "ext.example.com", endpoints: endpoints)])
    }

    private static func service(_ name: String, port: String, _ number: Int) -> String {
        Manifest.object(
            "v1",
            "Service",
            name,
            namespace: "shop",
            labels: [:],
            "spec: {ports: [{name: \(port), port: \(number)}]}\n"
        )
    }

    private static func unready(west conditions: String) -> TestMesh {
        let near = "trafficDistribution: PreferClose"
        return Part.twoNetworks(
            east: [Manifest.service("api", spec: near)] + Manifest.workload("api", ips: ["10.1.1.1"]),
            west: [
                Manifest.service("api", spec: near),
                Manifest.pod("api-1", ip: "10.2.1.1", labels: ["app": "api"]),
                Manifest.slice("api", [Manifest.endpoint("10.2.1.1", pod: "api-1", conditions: conditions)]),
            ]
        )
    }
}
