public import MeshModel

/// A `security.istio.io` PeerAuthentication in its source form.
public struct PeerAuthenticationManifest: Equatable, Sendable {
    /// The metadata.
    public var metadata: ObjectMetadata
    /// The policy.
    public var policy: PeerAuthentication

    init(_ object: ManifestMapping, cluster: ClusterID) throws(InputError) {
        metadata = try ObjectMetadata(object, kind: "PeerAuthentication", isNamespaced: true, cluster: cluster)
        let spec = try object.mapping("spec")
        var levels: [PeerAuthentication.PortLevel] = []
        for (key, value) in try spec?["portLevelMtls", or: "port_level_mtls"]?.mapping().entries ?? [] {
            guard let port = Int(key), (1...65_535).contains(port) else {
                throw InputError(.value, at: value.location, "\"\(key)\" is no port, expected 1 to 65535")
            }
            levels.append(PeerAuthentication.PortLevel(port: port, mode: try Self.mode(value.mapping())))
        }
        policy = PeerAuthentication(
            selector: try spec?.mapping("selector")?["matchLabels", or: "match_labels"]?.labels(),
            mode: try spec?.mapping("mtls").map { (mtls) throws(InputError) in try Self.mode(mtls) } ?? .unset,
            portLevel: levels.sorted { $0.port < $1.port },
            creationTime: metadata.creationTime,
            source: metadata.reference
        )
    }

    private static func mode(_ fields: ManifestMapping) throws(InputError) -> PeerAuthenticationMode {
        let text = try fields.string("mode")
        guard let mode = PeerAuthenticationMode(rawValue: text.isEmpty ? "UNSET" : text) else {
            throw InputError(
                .value,
                at: fields["mode"]?.location ?? fields.value.location,
                "\"\(text)\" is no mTLS mode, expected UNSET, DISABLE, PERMISSIVE or STRICT"
            )
        }
        return mode
    }
}
