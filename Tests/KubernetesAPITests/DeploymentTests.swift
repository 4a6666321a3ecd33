import EnvoyHarness
import MeshModel
import Testing

@testable import MeshSources

@Suite("Manifests of the deployment")
struct DeploymentTests {
    /// Returns all documents of the manifests.
    private static func documents() throws -> [ManifestValue] {
        let path = BuiltProduct.repository + "/Tools/deploy/eds-translator.yaml"
        let file = try FileTree.file(path, as: path, limits: ReadingLimits())
        return try file.bytes.withUnsafeBufferPointer { bytes in
            var parser = try ManifestParser(bytes, file: path, limits: ReadingLimits())
            var documents: [ManifestValue] = []
            while let document = try parser.next() { documents.append(ManifestValue(root: document)) }
            return documents
        }
    }

    private static func rules(of kind: String) throws -> [String: Set<String>] {
        var verbs: [String: Set<String>] = [:]
        for document in try documents() {
            let fields = try document.mapping()
            guard try fields.string("kind") == kind else { continue }
            for rule in try fields.list("rules") {
                let rule = try rule.mapping()
                for group in try rule.list("apiGroups") {
                    for resource in try rule.list("resources") {
                        let name = try "\(resource.string()).\(group.string())"
                        verbs[name, default: []].formUnion(try rule.list("verbs").map { try $0.string() })
                    }
                }
            }
        }
        return verbs
    }

    @Test("The manifests permit exactly the reads that the server needs")
    func permissions() throws {
        let read = Set(ObjectKind.all.filter { $0 != .configMap }.map { "\($0.plural).\($0.group)" })
        let cluster = try Self.rules(of: "ClusterRole")
        #expect(Set(cluster.keys) == read.union(["customresourcedefinitions.apiextensions.k8s.io"]))
        let namespace = try Self.rules(of: "Role")
        #expect(Set(namespace.keys) == ["configmaps.", "secrets."])
        for verbs in Array(cluster.values) + Array(namespace.values) { #expect(verbs == ["list", "watch"]) }
    }

    @Test("The manifests contain every object that a server needs, in one namespace and with one name")
    func objects() throws {
        let names = try Self.documents().map { document in
            let fields = try document.mapping()
            return try "\(fields.string("kind")) \(fields.required("metadata", "").mapping().string("name"))"
        }
        let kinds = [
            "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "Deployment", "Service",
            "PodDisruptionBudget", "HorizontalPodAutoscaler",
        ]
        #expect(names == kinds.map { "\($0) eds-translator" })
    }
}
