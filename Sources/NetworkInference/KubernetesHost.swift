internal import MeshModel
internal import MeshSources

/// Host names of Kubernetes Services (R73).
enum KubernetesHost {
    /// `name.namespace.svc.suffix`.
    static func name(_ metadata: ObjectMetadata, _ suffix: String) -> String {
        name(metadata.name, metadata.namespace, suffix)
    }

    /// `name.namespace.svc.suffix`.
    static func name(_ service: String, _ namespace: String, _ suffix: String) -> String {
        "\(service).\(namespace).svc.\(suffix)"
    }

    /// A host of a DestinationRule: a short name means a Service of the rule's namespace.
    static func qualified(_ host: String, namespace: String, suffix: String) -> String {
        host.contains(".") || host.hasPrefix("*") ? host : name(host, namespace, suffix)
    }
}
