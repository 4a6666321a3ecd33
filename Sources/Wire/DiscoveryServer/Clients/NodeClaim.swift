internal import MeshModel
internal import MeshSources
internal import TextFormats

/// The node of a client, completed with what it does not send.
struct NodeClaim: Sendable {
    /// The source of the proxy's identity.
    enum Source: Hashable, Sendable {
        /// Its Istio id or its metadata.
        case ownWord
        /// The entry of `proxies.yaml` with its id.
        case declared
        /// None: a sidecar of the default namespace is assumed.
        case assumed
    }

    /// The completed node.
    let node: EnvoyNode
    /// The source of the identity.
    let source: Source

    init(_ node: EnvoyNode, declared: [String: DeclaredProxy]) {
        let isIstio = node.id.parts(separatedBy: "~").count == 4
        if isIstio || !node.metadata.isEmpty {
            self.node = node
            source = .ownWord
        } else if let known = declared[node.id] {
            var copy = known.node
            // The locality is usually the only data in a plain Envoy's node.
            copy.locality = node.locality ?? copy.locality
            self.node = copy
            source = .declared
        } else {
            self.node = node
            source = .assumed
        }
    }
}
