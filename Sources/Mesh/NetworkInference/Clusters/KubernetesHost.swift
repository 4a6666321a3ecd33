internal import MeshModel
internal import MeshSources

/// Host names of Kubernetes Services (NI-73).
enum KubernetesHost {
    /// Returns `name.namespace.svc.suffix`.
    static func name(_ metadata: ObjectMetadata, _ suffix: String) -> String {
        name(metadata.name, metadata.namespace, suffix)
    }

    /// Returns `name.namespace.svc.suffix`.
    static func name(_ service: String, _ namespace: String, _ suffix: String) -> String {
        "\(service).\(namespace).svc.\(suffix)"
    }

    /// Returns the key of a Service in a snapshot.
    static func key(_ service: String, _ namespace: String, _ suffix: String) -> MeshSnapshot.ServiceKey {
        MeshSnapshot.ServiceKey(hostname: name(service, namespace, suffix), namespace: namespace)
    }

    /// Returns the key of the Service with the name of an object.
    static func key(_ metadata: ObjectMetadata, _ suffix: String) -> MeshSnapshot.ServiceKey {
        key(metadata.name, metadata.namespace, suffix)
    }

    /// Returns the qualified host of a DestinationRule: a short name means a Service of the rule's namespace.
    static func qualified(_ host: String, namespace: String, suffix: String) -> String {
        host.contains(".") || host.hasPrefix("*") ? host : name(host, namespace, suffix)
    }
}
