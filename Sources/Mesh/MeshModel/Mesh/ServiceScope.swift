/// One entry of MeshConfig's `serviceScopeConfigs`: which services are seen beyond their cluster (NI-114).
public struct ServiceScope: Hashable, Sendable {
    /// The namespaces that it is about; nil for all.
    public var namespaces: LabelSelector?
    /// The services that it is about; nil for all.
    public var services: LabelSelector?
    /// `scope: GLOBAL`.
    public var isGlobal: Bool

    /// Makes an entry.
    public init(namespaces: LabelSelector? = nil, services: LabelSelector? = nil, isGlobal: Bool) {
        self.namespaces = namespaces
        self.services = services
        self.isGlobal = isGlobal
    }

    /// Returns a Boolean value that indicates whether a service is global: any entry that selects it may make it so
    /// (NI-114).
    public static func isGlobal(service: Labels, namespace: Labels, by entries: [ServiceScope]) -> Bool {
        entries.contains { entry in
            entry.isGlobal && entry.services?.matches(service) ?? true && entry.namespaces?.matches(namespace) ?? true
        }
    }
}
