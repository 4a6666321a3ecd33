internal import MeshSources

/// A kind of object that the server supports.
struct TestResource: Hashable, Sendable {
    let group: String
    let kind: String
    let plural: String
    let versions: [String]
    let isCustom: Bool

    /// CustomResourceDefinitions, which exist for the installed kinds.
    static let definition = TestResource(
        group: "apiextensions.k8s.io",
        kind: "CustomResourceDefinition",
        plural: "customresourcedefinitions",
        versions: ["v1"],
        isCustom: false
    )

    /// The supported kinds: all that are read, Secrets and CustomResourceDefinitions.
    static let all: [TestResource] =
        ObjectKind.all.map { kind in
            TestResource(
                group: kind.group,
                kind: kind.kind,
                plural: kind.plural,
                versions: kind.versions,
                isCustom: !kind.isBuiltIn
            )
        } + [TestResource(group: "", kind: "Secret", plural: "secrets", versions: ["v1"], isCustom: false), definition]

    static func named(_ plural: String) -> TestResource? { all.first { $0.plural == plural } }

    func apiVersion(_ version: String) -> String { group.isEmpty ? version : "\(group)/\(version)" }
}
