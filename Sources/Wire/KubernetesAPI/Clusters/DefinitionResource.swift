internal import MeshSources

/// The name of a CustomResourceDefinition.
struct DefinitionItem: VersionedItem {
    let name: ObjectName
    let resourceVersion: String
}

/// The CustomResourceDefinitions of a cluster, of which only the metadata is requested: schemas are large.
struct DefinitionResource: ParsedResource {
    typealias Item = DefinitionItem

    var label: String { "customresourcedefinitions" }
    var place: String { label }

    func path(version: String) -> RequestPath {
        RequestPath("/apis/apiextensions.k8s.io/\(version)/customresourcedefinitions")
    }

    func accept(isWatch: Bool) -> String {
        let kind = isWatch ? "PartialObjectMetadata" : "PartialObjectMetadataList"
        return "application/json;as=\(kind);g=meta.k8s.io;v=v1,application/json"
    }

    func item(_ value: ManifestValue) throws(InputError) -> DefinitionItem {
        let metadata = try value.mapping("an object").required("metadata", "an object with the name").mapping()
        return DefinitionItem(
            name: ObjectName(namespace: "", name: try metadata.required("name", "the name").string("the name")),
            resourceVersion: try metadata.string("resourceVersion")
        )
    }
}

extension ObjectUpdate<DefinitionItem> {
    /// Returns true if one of the definitions changed, or may have changed.
    func mentions(_ names: Set<String>) -> Bool {
        switch self {
        case .replaced(let items): items.contains { names.contains($0.name.name) }
        case .changed(let item): names.contains(item.name.name)
        case .removed(let name): names.contains(name.name)
        }
    }
}
