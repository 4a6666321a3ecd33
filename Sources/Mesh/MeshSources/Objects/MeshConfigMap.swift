internal import MeshModel

/// A ConfigMap of the system namespace with the configuration of one revision of the control plane (NI-6).
public struct MeshConfigMap: Equatable, Sendable {
    /// The revision of a control plane that was installed without one.
    public static let defaultRevision = "default"

    /// The metadata.
    public var metadata: ObjectMetadata
    /// MeshConfig; nil when it is not in it.
    public var meshConfig: MeshConfig?
    /// MeshNetworks; nil when they are not in it.
    public var meshNetworks: MeshNetworks?

    /// The revision: `default` for `istio`, else what follows `istio-`.
    public var revision: String {
        metadata.name == "istio" ? Self.defaultRevision : String(metadata.name.dropFirst("istio-".count))
    }

    /// Returns the name of the ConfigMap of a revision.
    public static func name(of revision: String) -> String {
        revision == defaultRevision || revision.isEmpty ? "istio" : "istio-\(revision)"
    }

    /// Returns a Boolean value that indicates whether a ConfigMap of that name may be one of a control plane.
    static func isName(_ name: String) -> Bool { name == "istio" || name.hasPrefix("istio-") }
}

extension ClusterObjects {
    /// Returns the ConfigMap that counts: that of the revision; without one `istio`, else the first by name.
    ///
    /// - Parameter revision: the revision of the control plane; nil when none is named.
    public func configMap(of revision: String?) -> MeshConfigMap? {
        if let revision { return configMaps.first { $0.metadata.name == MeshConfigMap.name(of: revision) } }
        return configMaps.first { $0.revision == MeshConfigMap.defaultRevision }
            ?? configMaps.min { $0.metadata.name < $1.metadata.name }
    }
}
