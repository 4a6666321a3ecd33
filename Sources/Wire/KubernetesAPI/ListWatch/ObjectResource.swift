internal import MeshModel
internal import MeshSources

/// The objects of one kind in one cluster.
struct ObjectResource: ReflectedResource {
    let kind: ObjectKind
    let cluster: ClusterID
    let systemNamespace: String
    let revision: String?
    let keepsContent: Bool

    var label: String { kind.plural }

    func path(version: String) -> RequestPath {
        let root = kind.group.isEmpty ? "/api/\(version)" : "/apis/\(kind.group)/\(version)"
        guard kind == .configMap else { return RequestPath("\(root)/\(kind.plural)") }
        // Only the ConfigMaps of the control plane are read; that of one revision can be asked for by its name (NI-6).
        let path = RequestPath("\(root)/namespaces/\(systemNamespace)/\(kind.plural)")
        guard let revision else { return path }
        return path.with("fieldSelector", "metadata.name=\(MeshConfigMap.name(of: revision))")
    }

    func page(_ json: [UInt8]) throws(InputError) -> ItemPage<LiveObject> {
        let list = try ObjectList(
            json: json,
            of: kind,
            cluster: cluster,
            systemNamespace: systemNamespace,
            keepsContent: keepsContent
        )
        return ItemPage(
            resourceVersion: list.resourceVersion,
            continueToken: list.continueToken,
            items: list.objects,
            problems: list.problems
        )
    }

    func event(_ json: [UInt8]) throws(InputError) -> ItemEvent<LiveObject> {
        let event = try WatchEvent(
            json: json,
            of: kind,
            cluster: cluster,
            systemNamespace: systemNamespace,
            keepsContent: keepsContent
        )
        return switch event {
        case .changed(let object): .changed(object)
        case .removed(let name, let version): .removed(name, resourceVersion: version)
        case .bookmark(let version, let isEnd): .bookmark(resourceVersion: version, isInitialListEnd: isEnd)
        case .failure(let code, let reason, let message):
            .failure(StatusAnswer(code: code, reason: reason, message: message).error())
        }
    }
}
