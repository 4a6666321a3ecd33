public import GRPCTransport
public import MeshSources

/// The rules that determine which node ids and namespaces a client may claim, by the names in its verified certificate
/// (XP-O8, XP-N4).
///
/// A claim is permitted if one rule permits it for one of the client's names; otherwise it is forbidden. Immutable; new
/// rules make another object.
public final class ClientAuthorization: Sendable {
    /// The rules in the order of the file.
    public let rules: [AuthorizationRule]

    /// Makes an authorization of rules; without rules nothing is permitted.
    public init(_ rules: [AuthorizationRule]) { self.rules = rules }

    /// Returns the reason that a client may not see data of no particular node, such as service definitions, or nil if
    /// it may.
    ///
    /// It may if any rule matches it.
    ///
    /// - Parameter identity: the names in its certificate; nil if there is none.
    /// - Returns: UNAUTHENTICATED for a client without a name, PERMISSION_DENIED for one that no rule matches.
    public func rejection(of identity: PeerIdentity?) -> GRPCStatus? {
        guard let identity, !identity.isEmpty else { return Self.unauthenticated }
        guard !rules.contains(where: { $0.isAbout(identity) }) else { return nil }
        return GRPCStatus(.permissionDenied, "no authorization rule for \(identity)")
    }

    private static let unauthenticated = GRPCStatus(
        .unauthenticated,
        "expected a client certificate with a URI or DNS name"
    )

    /// Returns the reason that a client may not be served as a node, or nil if it may.
    ///
    /// - Parameters:
    /// - identity: the names in its certificate; nil if there is none.
    ///   - node: the node id that it claims.
    /// - namespace: the namespace of the proxy with that node id.
    /// - Returns: UNAUTHENTICATED for a client without a name, PERMISSION_DENIED if no rule permits the claim.
    public func rejection(of identity: PeerIdentity?, as node: String, namespace: String) -> GRPCStatus? {
        guard let identity, !identity.isEmpty else { return Self.unauthenticated }
        let relevant = rules.filter { $0.isAbout(identity) }
        if relevant.contains(where: { $0.allows(node: node) && $0.allows(namespace: namespace) }) { return nil }
        guard relevant.contains(where: { $0.allows(node: node) }) else {
            return GRPCStatus(.permissionDenied, "\(identity) may not be node \"\(node.prefix(256))\"")
        }
        return GRPCStatus(
            .permissionDenied,
            "\(identity) may not be node \"\(node.prefix(256))\" in namespace \"\(namespace.prefix(256))\""
        )
    }
}

extension AuthorizationRule {
    fileprivate func isAbout(_ peer: PeerIdentity) -> Bool {
        switch identity {
        case .uri(let pattern): peer.uris.contains(where: pattern.matches)
        case .dnsName(let pattern): peer.dnsNames.contains(where: pattern.matches)
        }
    }

    fileprivate func allows(node: String) -> Bool {
        nodes.map { $0.contains { $0.matches(node) } } ?? true
    }

    fileprivate func allows(namespace: String) -> Bool {
        namespaces?.contains(namespace) ?? true
    }
}
