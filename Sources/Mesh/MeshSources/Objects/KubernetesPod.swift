internal import MeshModel

/// A `v1` Pod, as far as endpoints and proxies depend on it.
public struct KubernetesPod: Sendable {
    /// The metadata.
    public var metadata: ObjectMetadata
    /// The node that it runs on; empty when not scheduled.
    public var nodeName: String
    /// The service account's name.
    public var serviceAccount: String
    /// The primary address; empty when it has none yet.
    public var podIP: String
    /// All addresses, the primary one among them.
    public var podIPs: [String]
    /// `status.phase`.
    public var phase: String
    /// Whether its Ready condition is true.
    public var isReady: Bool

    init(_ object: ManifestMapping, cluster: ClusterID) throws(InputError) {
        metadata = try ObjectMetadata(object, kind: "Pod", isNamespaced: true, cluster: cluster)
        let spec = try object.mapping("spec")
        nodeName = try spec?.string("nodeName") ?? ""
        serviceAccount = try spec?.string("serviceAccountName") ?? ""
        let status = try object.mapping("status")
        podIP = try status?.string("podIP") ?? ""
        podIPs = []
        for item in try status?.list("podIPs") ?? [] { podIPs.append(try item.mapping().string("ip")) }
        if podIPs.isEmpty, !podIP.isEmpty { podIPs = [podIP] }
        phase = try status?.string("phase") ?? ""
        isReady = false
        for condition in try status?.list("conditions") ?? [] {
            let fields = try condition.mapping()
            if try fields.string("type") == "Ready", try fields.string("status") == "True" { isReady = true }
        }
    }

    /// Whether the pod is known to the registry at all: failed pods are not (NI-81).
    public var isKnown: Bool { phase != "Failed" }

    /// Whether it can be found by its address and selected by ServiceEntries (NI-88).
    public var isUsable: Bool {
        !podIP.isEmpty && phase != "Failed" && phase != "Succeeded" && !metadata.isBeingDeleted && isReady
    }
}
