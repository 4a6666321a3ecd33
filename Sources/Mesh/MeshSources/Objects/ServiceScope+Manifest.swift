internal import MeshModel

extension ServiceScope {
    /// Reads an entry of `serviceScopeConfigs`.
    init(_ value: ManifestValue) throws(InputError) {
        let fields = try value.mapping("a service scope")
        let scope = try fields.string("scope")
        guard ["", "LOCAL", "GLOBAL"].contains(scope) else {
            throw InputError(.value, at: value.location, "the scope is \"\(scope)\", expected LOCAL or GLOBAL")
        }
        self.init(
            namespaces: try fields["namespaceSelector", or: "namespace_selector"].map(LabelSelector.init(_:)),
            services: try fields["servicesSelector", or: "services_selector"].map(LabelSelector.init(_:)),
            isGlobal: scope == "GLOBAL"
        )
    }
}
