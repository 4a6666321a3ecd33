import MeshLint
import MeshModel
import MeshSources
import NetworkInference
import TranslationTestSupport

/// A test mesh with its lint report.
struct LintedMesh {
    let mesh: TestMesh
    var semantics: TranslationSemantics = .istio130
    var names: [String: [String]]?
    var features = MeshFeatures()

    /// Returns the report of some rules, or of all.
    func report(only: Set<String>? = nil, suppressions: [Suppression] = []) throws -> LintReport {
        var reader = MeshDirectoryReader()
        reader.isLenient = true
        let directory = try reader.read(
            files: mesh.files.map { SourceFile(path: $0.key, text: $0.value) },
            displayName: "mesh"
        )
        let inference = MeshInference(semantics: semantics, names: names ?? [:], features: features)
        let context = try LintContext(directory, inference, areNamesKnown: names != nil)
        return Linter(only: only, suppressions: suppressions).report(on: context)
    }

    /// Returns the findings of one rule as `severity object @ place`; the place is the cluster for a whole object,
    /// otherwise the text
    /// at that place.
    func places(_ code: String) throws -> [String] {
        try report(only: [code]).findings.filter { $0.code == code }.map { finding in
            "\(finding.severity) \(finding.objectName) @ \(place(of: finding))"
        }
    }

    private func place(of finding: Finding) -> String {
        let location = finding.location
        guard location.line > 0 else { return location.file }
        let lines = mesh.files[location.file]?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
        guard lines.indices.contains(location.line - 1) else { return "no such line" }
        let text = String(lines[location.line - 1].dropFirst(location.column - 1))
        guard text.hasPrefix("apiVersion:") else { return text }
        // The object that begins there must be the one that the finding names.
        let header = lines.dropFirst(location.line - 1).prefix(3).joined(separator: " ")
        let isNamed = finding.object.map { header.contains($0.name) && header.contains($0.kind) } ?? false
        return isNamed ? String(location.file.split(separator: "/")[1]) : "another object"
    }
}

/// Parts of meshes.
enum Part {
    /// Returns clusters `east` and `west` in networks of the same names, each with a gateway and two pods of `web`;
    /// `east` is the config
    /// cluster.
    static func twoNetworks(
        east: [String] = [],
        west: [String] = [],
        eastGateway: [String]? = nil,
        westGateway: [String]? = nil,
        meshNetworks: String? = nil,
        dns: String? = nil,
        mesh: String? = nil
    ) -> TestMesh {
        TestMesh(
            clusters: [
                "east": [Manifest.namespace("istio-system", network: "east"), Manifest.service("web")]
                    + (eastGateway ?? [Manifest.gatewayService(network: "east", ips: ["192.0.2.1", "192.0.2.11"])])
                    + Manifest.workload("web", ips: ["10.1.0.1", "10.1.0.2"]) + east,
                "west": [Manifest.namespace("istio-system", network: "west"), Manifest.service("web")]
                    + (westGateway ?? [Manifest.gatewayService(network: "west", ips: ["192.0.2.2", "192.0.2.12"])])
                    + Manifest.workload("web", ips: ["10.2.0.1", "10.2.0.2"]) + west,
            ],
            meshNetworks: meshNetworks,
            dns: dns,
            mesh: mesh
        )
    }

    /// Returns the same clusters without labels, for MeshNetworks to assign.
    static func unlabelled(
        _ meshNetworks: String,
        east: [String] = [],
        west: [String] = [],
        ids: [String] = ["east", "west"]
    ) -> TestMesh {
        TestMesh(
            clusters: [
                ids[0]: [Manifest.namespace("istio-system"), Manifest.service("web")]
                    + Manifest.workload("web", ips: ["10.1.0.1", "10.1.0.2"]) + east,
                ids[1]: [Manifest.namespace("istio-system"), Manifest.service("web")]
                    + Manifest.workload("web", ips: ["10.2.0.1", "10.2.0.2"]) + west,
            ],
            meshNetworks: meshNetworks
        )
    }

    /// Returns a proxy of `proxies.yaml`.
    static func proxy(_ metadata: String, resources: String = "") -> String {
        """
        - node:
            id: sidecar~10.9.0.1~client.shop~shop.svc.cluster.local
            metadata: {NAMESPACE: shop, INSTANCE_IPS: 10.9.0.1\(metadata.isEmpty ? "" : ", " + metadata)}
          resources: [\(resources)]

        """
    }

    /// Returns a mesh with an additional file.
    static func adding(_ path: String, _ text: String, to mesh: TestMesh) -> TestMesh {
        var mesh = mesh
        mesh.files[path] = text
        return mesh
    }

    /// Returns a Service of namespace `istio-system`, labelled for a network; the spec in flow style.
    static func gateway(
        _ network: String,
        spec: String,
        annotations: [String: String] = [:],
        labels: [String: String] = [:],
        status: String = ""
    ) -> String {
        Manifest.object(
            "v1",
            "Service",
            "eastwest",
            namespace: "istio-system",
            labels: labels.merging(["topology.istio.io/network": network]) { own, _ in own },
            annotations: annotations,
            "spec: {\(spec)}\n\(status)"
        )
    }

    /// Returns two networks by `fromRegistry`, with gateways at addresses.
    static func registries(
        east: String = "{fromRegistry: east}",
        west: String = "{fromRegistry: west}",
        eastGateways: String = "{address: 192.0.2.1, port: 15443}, {address: 192.0.2.11, port: 15443}",
        westGateways: String = "{address: 192.0.2.2, port: 15443}, {address: 192.0.2.12, port: 15443}",
        more: String = ""
    ) -> String {
        """
        networks:
          east:
            endpoints: [\(east)]
            gateways: [\(eastGateways)]
          west:
            endpoints: [\(west)]
            gateways: [\(westGateways)]
        \(more)
        """
    }
}
