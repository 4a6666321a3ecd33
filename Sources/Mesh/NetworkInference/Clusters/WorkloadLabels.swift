internal import MeshModel
internal import MeshSources

/// Properties derived from a workload's labels and owner: locality, name, and the synthetic labels.
enum WorkloadLabels {
    /// Returns the locality label: the workload's own, otherwise the node's (NI-89).
    static func locality(
        _ labels: Labels,
        node: KubernetesNode?,
        _ keys: TranslationSemantics.LocalityLabels = .both
    ) -> String {
        localitySource(labels, node: node, keys).label
    }

    /// Returns the locality label with its source.
    static func localitySource(
        _ own: Labels,
        node: KubernetesNode?,
        _ keys: TranslationSemantics.LocalityLabels
    ) -> (label: String, source: LocalityStatement) {
        // The first key that is present counts, even if it is empty.
        let hasNewer = keys == .both && own[LabelKey.locality] != nil
        let key = hasNewer ? LabelKey.locality : LabelKey.istioLocality
        if let label = own.nonEmpty(key) { return (sanitized(label), .label(key: key)) }
        guard let metadata = node?.metadata else { return ("", .nothing) }
        let label = locality(ofNode: metadata.labels)
        return (label, label.isEmpty ? .nothing : .node(metadata.reference))
    }

    private static func locality(ofNode labels: Labels) -> String {
        let region = labels[LabelKey.region] ?? labels[LabelKey.regionBeta] ?? ""
        let zone = labels[LabelKey.zone] ?? labels[LabelKey.zoneBeta] ?? ""
        let subzone = labels[LabelKey.subzone] ?? ""
        return region.isEmpty && zone.isEmpty && subzone.isEmpty ? "" : "\(region)/\(zone)/\(subzone)"
    }

    /// Replaces dots by slashes if there is no slash, which label values cannot contain.
    static func sanitized(_ label: String) -> String {
        label.contains("/") ? label : String(label.map { $0 == "." ? "/" : $0 })
    }

    /// Returns the labels with the topology labels added (NI-93).
    static func augmented(
        _ labels: Labels,
        cluster: ClusterID,
        localityLabel: String,
        nodeName: String,
        network: NetworkID
    ) -> Labels {
        var result = labels
        let locality = Locality(label: localityLabel)
        if !locality.region.isEmpty { result[LabelKey.region] = locality.region }
        if !locality.zone.isEmpty { result[LabelKey.zone] = locality.zone }
        if !locality.subzone.isEmpty { result[LabelKey.subzone] = locality.subzone }
        if !cluster.isEmpty { result[LabelKey.cluster] = cluster.name }
        if !nodeName.isEmpty { result[LabelKey.hostname] = nodeName }
        if !network.isEmpty, result.nonEmpty(LabelKey.network) == nil { result[LabelKey.network] = network.name }
        return result
    }

    /// Returns the workload's name: its label, otherwise its controller's, otherwise the pod's (NI-94).
    static func workloadName(of pod: KubernetesPod) -> String {
        let metadata = pod.metadata
        if let label = metadata.labels.nonEmpty(LabelKey.workloadName) { return label }
        // Only a generated name shows that the controller made the pod.
        guard !metadata.generateName.isEmpty, let controller = metadata.controller, !controller.name.isEmpty else {
            return metadata.name
        }
        switch controller.kind {
        case "ReplicaSet":
            for key in ["pod-template-hash", "rollouts-pod-template-hash"] {
                if let hash = metadata.labels.nonEmpty(key), controller.name.hasSuffix("-\(hash)") {
                    return String(controller.name.dropLast(hash.count + 1))
                }
            }
        case "ReplicationController":
            if let config = metadata.labels.nonEmpty("deploymentconfig") { return config }
        case "Job":
            if let cronJob = cronJobName(controller.name) { return cronJob }
        default: break
        }
        return controller.name
    }

    /// Returns the CronJob of a Job, whose name ends in the minute with 8 to 10 digits.
    private static func cronJobName(_ job: String) -> String? {
        guard let dash = job.lastIndex(of: "-"), dash != job.startIndex else { return nil }
        let digits = job[job.index(after: dash)...]
        guard (8...10).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return String(job[..<dash])
    }

    /// Returns the TLS mode of a pod: its label, otherwise `disabled` (NI-92).
    static func tlsMode(_ labels: Labels) -> String { labels[LabelKey.tlsMode] ?? "disabled" }
}
