public import MeshModel

extension EnvoyNode {
    /// The user agent of gRPC's C++ core.
    private static let grpcAgent = "gRPC C-core"

    /// A Boolean value that indicates a gRPC library, by its name or by the generator of Istio's proxyless gRPC.
    var isGRPC: Bool { userAgentName.lowercased().hasPrefix("grpc") || metadata["GENERATOR"]?.text == "grpc" }

    /// Returns the node as the given kind of client would send it; unchanged if it is one already.
    public func sent(by client: Proxy.Client) -> EnvoyNode {
        var node = self
        switch client {
        case .grpc where !isGRPC:
            node.userAgentName = Self.grpcAgent
            node.userAgentVersion = ""
        case .envoy where isGRPC:
            node.userAgentName = "envoy"
            node.userAgentVersion = ""
            if node.metadata["GENERATOR"]?.text == "grpc" { node.metadata["GENERATOR"] = nil }
        case .grpc, .envoy:
            break
        }
        return node
    }
}
