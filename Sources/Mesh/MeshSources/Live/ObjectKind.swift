/// A kind of object that is read from API servers.
public struct ObjectKind: Hashable, Sendable {
    /// The API group; empty for the core group.
    public let group: String
    /// The kind, such as `EndpointSlice`.
    public let kind: String
    /// The name in paths, such as `endpointslices`.
    public let plural: String
    /// The supported versions, the preferred one first.
    public let versions: [String]
    /// A Boolean value that indicates whether its objects are in namespaces.
    public let isNamespaced: Bool
    /// A Boolean value that indicates a built-in kind; others need CustomResourceDefinitions that may not be installed.
    public let isBuiltIn: Bool

    private init(
        _ kind: String,
        _ plural: String,
        group: String = "",
        versions: [String] = ["v1"],
        isNamespaced: Bool = true,
        isBuiltIn: Bool = true
    ) {
        self.group = group
        self.kind = kind
        self.plural = plural
        self.versions = versions
        self.isNamespaced = isNamespaced
        self.isBuiltIn = isBuiltIn
    }

    /// Namespaces.
    public static let namespace = ObjectKind("Namespace", "namespaces", isNamespaced: false)
    /// Nodes.
    public static let node = ObjectKind("Node", "nodes", isNamespaced: false)
    /// Pods.
    public static let pod = ObjectKind("Pod", "pods")
    /// Services.
    public static let service = ObjectKind("Service", "services")
    /// EndpointSlices.
    public static let endpointSlice = ObjectKind("EndpointSlice", "endpointslices", group: "discovery.k8s.io")
    /// ConfigMaps: `istio` and `istio-<revision>` of the system namespace are all that is read of them (NI-6).
    public static let configMap = ObjectKind("ConfigMap", "configmaps")
    /// Gateways of the Gateway API.
    public static let gateway = custom(
        "Gateway",
        "gateways",
        group: "gateway.networking.k8s.io",
        versions: ["v1", "v1beta1"]
    )
    /// ServiceExports.
    public static let serviceExport = custom("ServiceExport", "serviceexports", group: multiCluster)
    /// ServiceImports.
    public static let serviceImport = custom("ServiceImport", "serviceimports", group: multiCluster)
    /// WorkloadEntries.
    public static let workloadEntry = custom("WorkloadEntry", "workloadentries", group: networking, versions: istio)
    /// ServiceEntries.
    public static let serviceEntry = custom("ServiceEntry", "serviceentries", group: networking, versions: istio)
    /// DestinationRules.
    public static let destinationRule = custom(
        "DestinationRule",
        "destinationrules",
        group: networking,
        versions: istio
    )
    /// Sidecars.
    public static let sidecar = custom("Sidecar", "sidecars", group: networking, versions: istio)
    /// PeerAuthentications.
    public static let peerAuthentication = custom(
        "PeerAuthentication",
        "peerauthentications",
        group: "security.istio.io",
        versions: ["v1", "v1beta1"]
    )

    /// All kinds that are read, in order of dependency.
    public static let all = [
        namespace, configMap, node, service, pod, endpointSlice, gateway, serviceExport, serviceImport, workloadEntry,
        serviceEntry, destinationRule, peerAuthentication, sidecar,
    ]

    /// The kinds without which there are no endpoints: a cluster that forbids one of them is not complete.
    public static let required: Set<ObjectKind> = [namespace, service, pod, endpointSlice]

    /// A Boolean value that indicates whether the kind is one of ``required``.
    public var isRequired: Bool { Self.required.contains(self) }

    /// Returns the kind of an object with its own type, or `nil` for kinds that are not read.
    static func of(apiVersion: String, kind: String) -> ObjectKind? {
        let group = apiVersion.split(separator: "/").dropLast().first.map(String.init) ?? ""
        return all.first { $0.kind == kind && $0.group == group }
    }

    /// The `group/version` of an object in the preferred version.
    var apiVersion: String { (group.isEmpty ? "" : group + "/") + (versions.first ?? "v1") }

    private static let networking = "networking.istio.io"
    private static let multiCluster = "multicluster.x-k8s.io"
    private static let istio = ["v1", "v1beta1", "v1alpha3"]

    private static func custom(
        _ kind: String,
        _ plural: String,
        group: String,
        versions: [String] = ["v1alpha1"]
    ) -> ObjectKind {
        ObjectKind(kind, plural, group: group, versions: versions, isBuiltIn: false)
    }
}

extension ObjectKind: Comparable {
    /// Orders by group, then kind.
    public static func < (left: ObjectKind, right: ObjectKind) -> Bool {
        (left.group, left.kind) < (right.group, right.kind)
    }
}

extension ObjectKind: CustomStringConvertible {
    /// The text form, such as `EndpointSlice.discovery.k8s.io`.
    public var description: String { group.isEmpty ? kind : "\(kind).\(group)" }
}
