internal import EnvoyMessages
internal import GRPCTransport
internal import MeshModel

extension DiscoveryOptions {
    /// Returns the reason that a request is rejected by a service of one type, or nil; the type may be omitted (XP-S4,
    ///
    func rejection(ofType typeURL: String) -> GRPCStatus? {
        guard !typeURL.isEmpty, typeURL != TypeURL.clusterLoadAssignment else { return nil }
        return GRPCStatus(
            .invalidArgument,
            "unsupported type_url \(typeURL), expected \(TypeURL.clusterLoadAssignment)"
        )
    }

    /// Returns the reason that a single request of a node is rejected, or nil (XP-N2).
    func rejection(of node: EnvoyNode) -> GRPCStatus? {
        guard requiresNode, node.id.isEmpty else { return nil }
        return GRPCStatus(.invalidArgument, "missing node, expected node.id")
    }
}
