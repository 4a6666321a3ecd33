internal import MeshModel

/// The properties of a `v1` Pod that affect endpoints and proxies.
public struct KubernetesPod: Equatable, Sendable {
    /// The metadata.
    public var metadata: ObjectMetadata
    /// The node; empty if the pod is not scheduled.
    public var nodeName: String
    /// The service account's name.
    public var serviceAccount: String
    /// The primary address; empty if it has none yet.
    public var podIP: String
    /// All addresses, the primary one included.
    public var podIPs: [String]
    /// `status.phase`.
    public var phase: String
    /// A Boolean value that indicates whether its Ready condition is true.
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

    /// All addresses, the primary one first; empty before the pod has one.
    public var addresses: [String] { podIP.isEmpty ? [] : [podIP] + podIPs.filter { $0 != podIP } }

    /// A Boolean value that indicates whether the registry knows the pod: failed pods are ignored (NI-81).
    public var isKnown: Bool { phase != "Failed" }

    /// A Boolean value that indicates whether all its containers have ended for good.
    public var hasEnded: Bool { phase == "Failed" || phase == "Succeeded" }

    /// A Boolean value that indicates whether it can be found by its address and selected by ServiceEntries (NI-88).
    public var isUsable: Bool {
        !podIP.isEmpty && !hasEnded && !metadata.isBeingDeleted && isReady
    }
}
