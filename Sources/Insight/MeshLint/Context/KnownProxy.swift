internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// A proxy of `proxies.yaml`, with its metadata resolved.
struct KnownProxy {
    let declared: DeclaredProxy
    let proxy: Proxy

    var reference: ObjectReference {
        ObjectReference(
            kind: "Proxy",
            namespace: "",
            name: declared.node.id,
            cluster: proxy.cluster,
            location: declared.location
        )
    }

    static func all(in mesh: MeshDirectory, _ snapshot: MeshSnapshot) -> [KnownProxy] {
        let inference = ProxyInference(snapshot)
        return mesh.proxies.map { KnownProxy(declared: $0, proxy: inference.proxy(for: $0.node)) }
    }
}
