internal import MeshModel

/// The fields of objects that a recording keeps: those that affect endpoints, without possible secrets.
enum RecordedFields {
    /// A filter of an object's members.
    private indirect enum Filter {
        /// The whole value.
        case all
        /// These members; for a list, of each item.
        case members([String: Filter])
        /// Members whose names are annotations of the mesh: all others may contain anything.
        case meshAnnotations
    }

    private static let metadata = Filter.members([
        "name": .all, "namespace": .all, "labels": .all, "annotations": .meshAnnotations, "creationTimestamp": .all,
        "deletionTimestamp": .all, "generateName": .all,
        "ownerReferences": .members(["apiVersion": .all, "kind": .all, "name": .all, "controller": .all]),
    ])

    /// Returns an object's kept fields, with its kind.
    static func filter(_ object: MetadataValue, of kind: ObjectKind) -> MetadataValue {
        var members = fields(of: kind)
        members["metadata"] = metadata
        guard case .object(var kept) = keep(object, .members(members)) else { return .null }
        kept["apiVersion"] = .string(kind.apiVersion)
        kept["kind"] = .string(kind.kind)
        return .object(kept)
    }

    private static func fields(of kind: ObjectKind) -> [String: Filter] {
        switch kind {
        case .namespace: [:]
        case .node:
            ["status": .members(["addresses": .all])]
        case .pod:
            // Containers have environment variables, which may contain secrets.
            [
                "spec": .members(["nodeName": .all, "serviceAccountName": .all]),
                "status": .members([
                    "podIP": .all, "podIPs": .all, "phase": .all,
                    "conditions": .members(["type": .all, "status": .all]),
                ]),
            ]
        case .service: ["spec": .all, "status": .members(["loadBalancer": .all])]
        case .endpointSlice: ["addressType": .all, "ports": .all, "endpoints": .all]
        case .configMap: ["data": .members(["mesh": .all, "meshNetworks": .all])]
        default: ["spec": .all, "status": .members(["addresses": .all, "clusters": .all])]
        }
    }

    private static func keep(_ value: MetadataValue, _ filter: Filter) -> MetadataValue {
        switch (filter, value) {
        case (.all, _): return value
        case (.members, .list(let items)): return .list(items.map { keep($0, filter) })
        case (.members(let filters), .object(let members)):
            var kept: [String: MetadataValue] = [:]
            for (name, member) in members {
                guard let filter = filters[name] else { continue }
                let value = keep(member, filter)
                if value != .object([:]), value != .null { kept[name] = value }
            }
            return .object(kept)
        case (.meshAnnotations, .object(let members)):
            return .object(
                members.filter { name, _ in
                    name.split(separator: "/", omittingEmptySubsequences: false).first?.hasSuffix("istio.io") == true
                }
            )
        default: return .null
        }
    }
}
