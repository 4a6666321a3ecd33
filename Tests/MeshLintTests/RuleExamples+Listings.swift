import MeshLint
import MeshModel
import TranslationTestSupport

extension RuleExamples {
    /// Rules about the listing of endpoints.
    static let listings: [RuleExample] = [
        RuleExample(
            "SH042",
            "a pod in slices of both families",
            listing([
                Manifest.pod("p", ips: ["10.2.0.7", "fd00::7"]),
                Manifest.slice("web", suffix: "4", type: "IPv4", [Manifest.endpoint("10.2.0.7", pod: "p")]),
                Manifest.slice("web", suffix: "6", type: "IPv6", [Manifest.endpoint("fd00::7", pod: "p")]),
            ]),
            ["warning EndpointSlice shop/web-4 @ west"],
            not: listing([
                Manifest.pod("p", ips: ["10.2.0.7", "fd00::7"]),
                Manifest.slice("web", suffix: "4", type: "IPv4", [Manifest.endpoint("10.2.0.7", pod: "p")]),
            ])
        ),
        RuleExample(
            "SH042",
            "an entry with two addresses is mentioned under the standard rules",
            listing([Manifest.slice("web", suffix: "4", type: "IPv4", ["{addresses: [10.2.0.7, 10.2.0.8]}"])]),
            ["info EndpointSlice shop/web-4 @ west"],
            not: listing([
                Manifest.slice("web", suffix: "4", type: "IPv4", ["{addresses: [10.2.0.7]}, {addresses: [10.2.0.8]}"])
            ]),
            semantics: .standard
        ),
        RuleExample(
            "SH043",
            "two ports of one name",
            Part.twoNetworks(east: [entry("a", "{number: 80, name: http}"), entry("b", "{number: 8080, name: http}")]),
            ["warning ServiceEntry shop/a @ east"],
            not: Part.twoNetworks(
                east: [entry("a", "{number: 80, name: http}"), entry("b", "{number: 8080, name: http-alt}")]
            )
        ),
        RuleExample(
            "SH044",
            "a port without a number",
            listing([Manifest.slice("web", suffix: "n", type: "IPv4", ports: "{name: http}", [local])]),
            ["warning EndpointSlice shop/web-n @ west"],
            not: listing([Manifest.slice("web", suffix: "n", type: "IPv4", [local])])
        ),
        RuleExample(
            "SH044",
            "the Service knows the port under the standard rules",
            listing([Manifest.slice("web", suffix: "n", type: "IPv4", ports: "{name: http}", [local])]),
            ["info EndpointSlice shop/web-n @ west"],
            not: listing([Manifest.slice("web", suffix: "n", type: "IPv4", [local])]),
            semantics: .standard
        ),
        RuleExample(
            "SH045",
            "an address with two ports",
            listing([
                Manifest.slice("web", suffix: "a", type: "IPv4", [local]),
                Manifest.slice("web", suffix: "b", type: "IPv4", ports: "{name: http, port: 8081}", [local]),
            ]),
            ["warning EndpointSlice shop/web-a @ west"],
            not: listing([
                Manifest.slice("web", suffix: "a", type: "IPv4", [local]),
                Manifest.slice("web", suffix: "b", type: "IPv4", ports: "{name: admin, port: 8081}", [local]),
            ])
        ),
        RuleExample(
            "SH045",
            "an address that is ready in one slice only",
            listing([
                Manifest.slice("web", suffix: "a", type: "IPv4", [local]),
                Manifest.slice(
                    "web",
                    suffix: "b",
                    type: "IPv4",
                    [Manifest.endpoint("10.2.0.7", conditions: "ready: false")]
                ),
            ]),
            ["info EndpointSlice shop/web-a @ west"],
            not: listing([
                Manifest.slice("web", suffix: "a", type: "IPv4", [local]),
                Manifest.slice("web", suffix: "b", type: "IPv4", [local]),
            ]),
            semantics: .standard
        ),
        RuleExample(
            "SH046",
            "the zone of a machine",
            listing([Manifest.slice("web", suffix: "z", type: "IPv4", ["{addresses: [10.2.0.7], zone: z1}"])]),
            ["warning EndpointSlice shop/web-z @ west"],
            not: listing([Manifest.slice("web", suffix: "z", type: "IPv4", [local])])
        ),
    ]

    /// Rules about ambient mode.
    static let ambient: [RuleExample] = [
        RuleExample(
            "SH047",
            "a captured pod in another network than the control plane's",
            captured,
            ["warning Pod shop/captured @ west"],
            not: captured.without("ambient.istio.io/redirection"),
            features: MeshFeatures(ambient: .multiNetwork)
        ),
        RuleExample(
            "SH047",
            "sidecars behind a gateway for tunnels are mentioned under the standard rules",
            Part.twoNetworks(westGateway: [
                Manifest.gatewayService(network: "west", ips: ["192.0.2.2"], ports: [15_008, 15_443])
            ]),
            ["info Service istio-system/eastwest @ west"],
            not: Part.twoNetworks(),
            semantics: .standard,
            features: MeshFeatures(ambient: .multiNetwork)
        ),
    ]

    private static let captured = Part.twoNetworks(west: [
        Manifest.object(
            "v1",
            "Pod",
            "captured",
            namespace: "shop",
            labels: ["app": "web"],
            annotations: ["ambient.istio.io/redirection": "enabled"],
            "status: {phase: Running, podIP: 10.2.0.7, conditions: [{type: Ready, status: \"True\"}]}\n"
        ), Manifest.slice("web", suffix: "c", [Manifest.endpoint("10.2.0.7", pod: "captured")]),
    ])

    private static let local = Manifest.endpoint("10.2.0.7")

    private static func listing(_ objects: [String]) -> TestMesh { Part.twoNetworks(west: objects) }

    private static func entry(_ name: String, _ port: String) -> String {
        Manifest.object(
            "networking.istio.io/v1",
            "ServiceEntry",
            name,
            namespace: "shop",
            labels: [:],
            "spec: {hosts: [api.example.com], resolution: STATIC, ports: [\(port)], "
                + "endpoints: [{address: 192.0.2.80, network: east}]}\n"
        )
    }
}

extension TestMesh {
    /// Returns the mesh with another text in the place of a text.
    fileprivate func without(_ text: String) -> TestMesh {
        var mesh = self
        mesh.files = files.mapValues { $0.replacing(text, with: "other.example") }
        return mesh
    }
}
