import MeshLint
import MeshModel
import TranslationTestSupport

extension RuleExamples {
    /// Rules about the shares that clients give.
    static let clients: [RuleExample] = [
        RuleExample(
            "SH048",
            "RANDOM ignores the weight of a gateway",
            balanced("simple: RANDOM"),
            ["warning DestinationRule shop/web @ east"],
            not: balanced("simple: ROUND_ROBIN")
        ),
        RuleExample(
            "SH048",
            "LEAST_REQUEST loses weights under load",
            balanced("simple: LEAST_REQUEST"),
            ["info DestinationRule shop/web @ east"],
            not: balanced("consistentHash: {httpHeaderName: x-user}")
        ),
        RuleExample(
            "SH049",
            "HTTP/2 through a gateway",
            ruled("trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: UPGRADE}}}"),
            ["info DestinationRule shop/web @ east"],
            not: ruled("trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: DO_NOT_UPGRADE}}}")
        ),
        RuleExample(
            "SH050",
            "a hash over weighed localities",
            ruled("trafficPolicy: {\(hashed), outlierDetection: {consecutive5xxErrors: 5}}"),
            ["warning DestinationRule shop/web @ east"],
            not: ruled("trafficPolicy: {\(hashed)}")
        ),
        RuleExample(
            "SH051",
            "the only gateway may be ejected",
            lone("consecutive5xxErrors: 5"),
            ["warning DestinationRule shop/api @ east"],
            not: lone("consecutive5xxErrors: 5, minHealthPercent: 50")
        ),
        RuleExample(
            "SH052",
            "gRPC and LEAST_REQUEST",
            Part.adding("proxies.yaml", library, to: balanced("simple: LEAST_REQUEST")),
            ["error DestinationRule shop/web @ east"],
            not: Part.adding("proxies.yaml", library, to: balanced("simple: ROUND_ROBIN"))
        ),
        RuleExample(
            "SH053",
            "an IPv4 address written as IPv6",
            machine("address: \"::ffff:10.9.0.1\""),
            ["error WorkloadEntry shop/vm @ east"],
            not: machine("address: 10.9.0.1")
        ),
        RuleExample(
            "SH053",
            "the standard rules send it as IPv4",
            machine("address: \"::ffff:10.9.0.1\""),
            ["info WorkloadEntry shop/vm @ east"],
            not: machine("address: 10.9.0.1"),
            semantics: .standard
        ),
        RuleExample(
            "SH054",
            "an assignment over 4 MiB",
            machine("address: 10.9.0.1, locality: \(String(repeating: "a", count: 4_300_000))"),
            ["warning Service shop/web @ east"],
            not: machine("address: 10.9.0.1, locality: \(String(repeating: "a", count: 4_100_000))")
        ),
    ]

    private static let hashed = """
        loadBalancer: {consistentHash: {httpHeaderName: x-user}, \
        localityLbSetting: {failoverPriority: [topology.istio.io/network]}}
        """

    private static let library = """
        - node:
            id: sidecar~10.9.0.1~client.shop~shop.svc.cluster.local
            user_agent_name: gRPC C-core
            metadata: {NAMESPACE: shop, INSTANCE_IPS: 10.9.0.1, CLUSTER_ID: east, NETWORK: east}
          resources: ["outbound|80||web.shop.svc.cluster.local"]

        """

    /// Returns two networks with one gateway each, in front of two endpoints, and a rule for `web`.
    private static func ruled(_ spec: String) -> TestMesh {
        Part.twoNetworks(
            east: [Manifest.destinationRule("web", host: "web", spec)],
            eastGateway: [Manifest.gatewayService(network: "east", ips: ["192.0.2.1"])],
            westGateway: [Manifest.gatewayService(network: "west", ips: ["192.0.2.2"])]
        )
    }

    private static func balanced(_ balancer: String) -> TestMesh {
        ruled("trafficPolicy: {loadBalancer: {\(balancer)}}")
    }

    /// Returns two networks with a service whose only endpoint is in the west.
    private static func lone(_ detection: String) -> TestMesh {
        Part.twoNetworks(
            east: [
                Manifest.service("api"),
                Manifest.destinationRule("api", host: "api", "trafficPolicy: {outlierDetection: {\(detection)}}"),
            ],
            west: [Manifest.service("api")] + Manifest.workload("api", ips: ["10.2.1.1"]),
            westGateway: [Manifest.gatewayService(network: "west", ips: ["192.0.2.2"])]
        )
    }

    private static func machine(_ fields: String) -> TestMesh {
        Part.twoNetworks(east: [Manifest.workloadEntry("vm", fields + ", network: east, labels: {app: web}")])
    }
}
