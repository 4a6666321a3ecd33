internal import MeshModel
internal import MeshSources

/// Who a client says it is, and what is taken for granted where it says nothing.
struct NodeClaim: Sendable {
    /// How the proxy is known.
    enum Source: Hashable, Sendable {
        /// By its Istio id or its metadata.
        case ownWord
        /// By the entry of `proxies.yaml` with its id.
        case declared
        /// Not at all: a sidecar of the default namespace.
        case assumed
    }

    /// The node to go by.
    let node: EnvoyNode
    /// How it is known.
    let source: Source

    init(_ node: EnvoyNode, declared: [String: DeclaredProxy]) {
        let isIstio = node.id.parts(separatedBy: "~").count == 4
        if isIstio || !node.metadata.isEmpty {
            self.node = node
            source = .ownWord
        } else if let known = declared[node.id] {
            var copy = known.node
            // Where it runs is the one thing that a plain Envoy is usually told.
            copy.locality = node.locality ?? copy.locality
            self.node = copy
            source = .declared
        } else {
            self.node = node
            source = .assumed
        }
    }
}
