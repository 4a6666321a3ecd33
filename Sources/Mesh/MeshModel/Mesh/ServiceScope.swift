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

    /// What counts where MeshConfig says nothing: services labelled `istio.io/global: "true"` are global.
    public static let defaults = [
        ServiceScope(
            services: LabelSelector(
                expressions: [LabelSelector.Expression(key: LabelKey.global, operator: .isIn, values: ["true"])]
            ),
            isGlobal: true
        )
    ]

    /// Whether a service is global by the first entry that is about it; by none it is not.
    public static func isGlobal(service: Labels, namespace: Labels, by entries: [ServiceScope]) -> Bool {
        entries.first { entry in
            entry.services?.matches(service) ?? true && entry.namespaces?.matches(namespace) ?? true
        }?.isGlobal ?? false
    }
}
