import Testing
import TranslationTestSupport

/// One pod with a combination of the four statements, and its network by each rule set.
struct NetworkStatements: Sendable, CustomTestStringConvertible {
    var label: String?
    var range: String?
    var registry: String?
    var namespace: String?
    let standard: String
    let reference: String

    var testDescription: String {
        "label \(label ?? "-"), fromCidr \(range ?? "-"), fromRegistry \(registry ?? "-"), namespace \(namespace ?? "-")"
    }

    var mesh: TestMesh {
        var networks: [String: [String]] = [:]
        if let range { networks[range, default: []].append("{fromCidr: 10.1.0.0/16}") }
        if let registry { networks[registry, default: []].append("{fromRegistry: c1}") }
        let lines = networks.sorted { $0.key < $1.key }.map {
            "  \($0.key): {endpoints: [\($0.value.joined(separator: ", "))]}\n"
        }
        return TestMesh(
            clusters: [
                "c1": [Manifest.namespace("istio-system", network: namespace), Manifest.service("s")]
                    + Manifest.workload("s", ips: ["10.1.0.1"], network: label)
            ],
            meshNetworks: lines.isEmpty ? nil : "networks:\n" + lines.joined()
        )
    }
}

extension NetworkStatements {
    static let all = [
        NetworkStatements(standard: "- by nothing", reference: "- by nothing"),
        NetworkStatements(
            label: "l",
            range: "r",
            registry: "g",
            namespace: "n",
            standard: "l by workload-label at c1/objects.yaml:10",
            reference: "l by workload-label at c1/objects.yaml:10"
        ),
        NetworkStatements(
            range: "r",
            registry: "g",
            namespace: "n",
            standard: "r by from-cidr at mesh-networks.yaml:3",
            reference: "n by system-namespace-label at c1/objects.yaml:1"
        ),
        // A namespace label that fromRegistry overrides, and that it does not.
        NetworkStatements(
            registry: "g",
            namespace: "n",
            standard: "g by from-registry at mesh-networks.yaml:2",
            reference: "n by system-namespace-label at c1/objects.yaml:1"
        ),
        NetworkStatements(
            namespace: "n",
            standard: "n by system-namespace-label at c1/objects.yaml:1",
            reference: "n by system-namespace-label at c1/objects.yaml:1"
        ),
        NetworkStatements(
            range: "r",
            registry: "g",
            standard: "r by from-cidr at mesh-networks.yaml:3",
            reference: "g by from-registry at mesh-networks.yaml:2"
        ),
        NetworkStatements(
            range: "r",
            standard: "r by from-cidr at mesh-networks.yaml:2",
            reference: "r by from-cidr at mesh-networks.yaml:2"
        ),
        NetworkStatements(
            registry: "g",
            standard: "g by from-registry at mesh-networks.yaml:2",
            reference: "g by from-registry at mesh-networks.yaml:2"
        ),
    ]
}
