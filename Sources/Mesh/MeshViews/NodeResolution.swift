package import MeshModel
package import MeshSources

/// The node of a client, completed with what it does not send.
package struct NodeResolution: Sendable {
    /// The source of a node's identity.
    package enum Source: Hashable, Sendable {
        /// Its own Istio id or metadata.
        case metadata
        /// The entry of `proxies.yaml` with its id.
        case configured
        /// None: a sidecar of the default namespace is assumed.
        case `default`
    }

    /// The completed node.
    package let node: EnvoyNode
    /// The source of the identity.
    package let source: Source

    /// Resolves a node.
    ///
    /// - Parameters:
    /// - node: the node as sent.
    ///   - declared: the proxies of `proxies.yaml` by node id.
    package init(_ node: EnvoyNode, declared: [String: DeclaredProxy]) {
        let isIstio = EnvoyNode.parts(ofID: node.id) != nil
        if isIstio || !node.metadata.isEmpty {
            self.node = node
            source = .metadata
        } else if let known = declared[node.id] {
            var copy = known.node
            // The locality is usually the only data in a plain Envoy's node.
            copy.locality = node.locality ?? copy.locality
            self.node = copy
            source = .configured
        } else {
            self.node = node
            source = .default
        }
    }
}
