import MeshModel
import MeshSources
import Testing

@Suite("Objects of a revision")
struct RevisionTests {
    /// Istio's kinds that a revision's control plane reads, with the spec of one object.
    private static let kinds = [
        ("networking.istio.io/v1", "WorkloadEntry", "{address: 10.0.0.1}"),
        ("networking.istio.io/v1", "ServiceEntry", "{hosts: [a.example], ports: [{number: 80, name: http}]}"),
        ("networking.istio.io/v1", "DestinationRule", "{host: a.example}"),
        ("networking.istio.io/v1", "Sidecar", "{egress: [{hosts: ['*/*']}]}"),
        ("security.istio.io/v1", "PeerAuthentication", "{mtls: {mode: STRICT}}"),
    ]

    private static func mesh(revision: String?) throws -> MeshDirectory {
        var documents: [String] = []
        for (version, kind, spec) in kinds {
            for (name, label) in [
                ("own", "{istio.io/rev: canary}"), ("other", "{istio.io/rev: stable}"), ("any", "{}"),
            ] {
                documents.append(
                    """
                    apiVersion: \(version)
                    kind: \(kind)
                    metadata: {name: \(name), namespace: shop, labels: \(label)}
                    spec: \(spec)

                    """
                )
            }
        }
        let settings = "configCluster: one\n" + (revision.map { "revision: \($0)\n" } ?? "")
        return try MeshDirectoryReader().read(
            files: [
                SourceFile(path: "mesh-directory.yaml", text: settings),
                SourceFile(path: "clusters/one/objects.yaml", text: documents.joined(separator: "---\n")),
            ],
            displayName: "test"
        )
    }

    private static func names(_ mesh: MeshDirectory) throws -> [String: [String]] {
        let cluster = try #require(mesh.discovered(by: .standard).clusters.first)
        return [
            "WorkloadEntry": cluster.workloadEntries.map(\.metadata.name),
            "ServiceEntry": cluster.serviceEntries.map(\.metadata.name),
            "DestinationRule": cluster.destinationRules.map(\.metadata.name),
            "Sidecar": cluster.sidecars.map(\.metadata.name),
            "PeerAuthentication": cluster.peerAuthentications.map(\.metadata.name),
        ]
    }

    @Test("A revision reads the objects that are labelled for it, and those without a label", arguments: kinds.map(\.1))
    func revision(kind: String) throws {
        #expect(try Self.names(Self.mesh(revision: "canary"))[kind] == ["own", "any"])
        #expect(try Self.names(Self.mesh(revision: "stable"))[kind] == ["other", "any"])
    }

    @Test("Without a revision the objects of all of them count", arguments: kinds.map(\.1))
    func noRevision(kind: String) throws {
        #expect(try Self.names(Self.mesh(revision: nil))[kind] == ["own", "other", "any"])
    }
}
