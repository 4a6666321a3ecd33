package import MeshModel
package import MeshSources
internal import TextFormats

/// The node that counts for a client: the one that it sends, completed where it says nothing.
package struct NodeResolution: Sendable {
    /// The source of what is known of a node.
    package enum Source: Hashable, Sendable {
        /// Its own Istio id or metadata.
        case metadata
        /// The entry of `proxies.yaml` with its id.
        case configured
        /// None: it counts as a sidecar of the default namespace.
        case `default`
    }

    /// The node that counts.
    package let node: EnvoyNode
    /// The source of what is known of it.
    package let source: Source

    /// Resolves a node.
    ///
    /// - Parameters:
    ///   - node: the node as it was sent.
    ///   - declared: the proxies of `proxies.yaml` by node id.
    package init(_ node: EnvoyNode, declared: [String: DeclaredProxy]) {
        let isIstio = node.id.parts(separatedBy: "~").count == 4
        if isIstio || !node.metadata.isEmpty {
            self.node = node
            source = .metadata
        } else if let known = declared[node.id] {
            var copy = known.node
            // Where it runs is the one thing that a plain Envoy is usually told.
            copy.locality = node.locality ?? copy.locality
            self.node = copy
            source = .configured
        } else {
            self.node = node
            source = .default
        }
    }
}
