internal import EnvoyMessages
internal import GRPCTransport
internal import MeshModel

extension DiscoveryOptions {
    /// Why a request for a type is not served where there is one type only, or nil; the type need not be named (XP-S4,
    ///
    func refusal(ofType typeURL: String) -> GRPCStatus? {
        guard !typeURL.isEmpty, typeURL != TypeURL.clusterLoadAssignment else { return nil }
        return GRPCStatus(
            .invalidArgument,
            "type_url \(typeURL) is not served here, expected \(TypeURL.clusterLoadAssignment)"
        )
    }

    /// Why a request that stands alone is not answered to a node, or nil (XP-N2).
    func refusal(of node: EnvoyNode) -> GRPCStatus? {
        guard requiresNode, node.id.isEmpty else { return nil }
        return GRPCStatus(.invalidArgument, "the request names no node, expected node.id")
    }
}
