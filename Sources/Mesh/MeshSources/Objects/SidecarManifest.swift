public import MeshModel
internal import TextFormats

/// A `networking.istio.io` Sidecar as it is written.
public struct SidecarManifest: Equatable, Sendable {
    /// An entry of `hosts` that is not `namespace/host`.
    public struct UnusableHost: Equatable, Sendable {
        /// The entry.
        public var text: String
        /// The place.
        public var location: SourceLocation
    }

    /// The metadata.
    public var metadata: ObjectMetadata
    /// The resource, as far as it decides which services a proxy sees.
    public var sidecar: Sidecar
    /// The entries of `hosts` that are not `namespace/host`, which import nothing, with their places.
    public var unusableHosts: [UnusableHost] = []

    init(_ object: ManifestMapping, cluster: ClusterID) throws(InputError) {
        metadata = try ObjectMetadata(object, kind: "Sidecar", isNamespaced: true, cluster: cluster)
        let spec = try object.mapping("spec")
        var selector: Labels?
        if let fields = try (spec?["workloadSelector", or: "workload_selector"])?.mapping() {
            selector = try fields["labels"]?.labels() ?? [:]
        }
        var egress: [Sidecar.EgressListener] = []
        for item in try spec?.list("egress") ?? [] {
            let fields = try item.mapping()
            var hosts: [Sidecar.HostImport] = []
            for entry in try fields["hosts"]?.list("a list of namespace/host") ?? [] {
                let text = try entry.string("namespace/host")
                if let host = Self.hostImport(text) {
                    hosts.append(host)
                } else {
                    unusableHosts.append(UnusableHost(text: text, location: entry.location))
                }
            }
            egress.append(Sidecar.EgressListener(port: try Self.port(fields), hosts: hosts))
        }
        sidecar = Sidecar(
            workloadSelector: selector,
            egress: egress,
            creationTime: metadata.creationTime,
            source: metadata.reference
        )
    }

    private static func hostImport(_ text: String) -> Sidecar.HostImport? {
        let parts = text.parts(separatedBy: "/")
        guard parts.count == 2 else { return nil }
        let namespace: Sidecar.NamespacePattern =
            switch parts[0] {
            case "*": .any
            case ".": .own
            default: .named(String(parts[0]))
            }
        return Sidecar.HostImport(namespace: namespace, host: String(parts[1]))
    }

    /// The port that the listener's services must have; an HTTP proxy takes requests for services of any port.
    private static func port(_ fields: ManifestMapping) throws(InputError) -> Int? {
        guard let port = try fields.mapping("port") else { return nil }
        let number = try port["number"]?.integer(0...65_535, "a port number") ?? 0
        let isProxy = try port.string("protocol").uppercased() == "HTTP_PROXY"
        return number == 0 || isProxy ? nil : number
    }
}
