internal import MeshModel
internal import MeshSources

/// Finds the proxy that a user names: a node id, `name.namespace`, or an IP address.
struct ProxyFinder {
    /// A proxy that was found.
    struct Found {
        let node: EnvoyNode
        /// The cluster names of `proxies.yaml`; empty for none.
        let resources: [String]
    }

    private struct Candidate {
        let found: Found
        let cluster: ClusterID
        let name: String
        let addresses: [String]
    }

    private let mesh: MeshDirectory
    private let cluster: ClusterID?
    private let declared: [Candidate]

    /// - Parameters:
    ///   - mesh: the mesh.
    ///   - cluster: the cluster of the proxy if the user names one.
    init(_ mesh: MeshDirectory, cluster: ClusterID?) {
        self.mesh = mesh
        self.cluster = cluster
        declared = mesh.proxies.map { proxy in
            let parts = EnvoyNode.parts(ofID: proxy.node.id)
            return Candidate(
                found: Found(node: proxy.node, resources: proxy.resources),
                cluster: Self.cluster(of: proxy.node),
                name: parts?[2] ?? "",
                addresses: parts.map { [$0[1]] } ?? []
            )
        }
    }

    /// Returns the proxy that a text names.
    ///
    /// Proxies of `proxies.yaml` go before others. A complete node id may be that of any proxy; everything else is
    /// found among the pods and WorkloadEntries of the mesh.
    ///
    /// - Throws: ``CommandFailure`` if there is none, or more than one.
    func proxy(named text: String) throws -> Found {
        if let exact = mesh.proxies.first(where: { $0.node.id == text }) {
            return Found(node: exact.node, resources: exact.resources)
        }
        // Without objects, nothing is known about proxies but their ids.
        let isNodeID = EnvoyNode.parts(ofID: text) != nil
        if isNodeID || mesh.clusters.isEmpty { return Found(node: EnvoyNode(id: text), resources: []) }
        if let found = try only(declared, named: text) { return found }
        let workloads = WorkloadNode.all(of: mesh).map { workload in
            Candidate(
                found: Found(node: workload.node, resources: []),
                cluster: workload.cluster,
                name: workload.name,
                addresses: workload.addresses
            )
        }
        if let found = try only(workloads, named: text) { return found }
        throw CommandFailure(.usage, unknown(text, among: declared + workloads))
    }

    /// Returns the one candidate with a name or address.
    private func only(_ candidates: [Candidate], named text: String) throws -> Found? {
        let address = IPAddress(text)
        let matching = candidates.filter { candidate in
            guard cluster == nil || candidate.cluster == cluster else { return false }
            if let address { return candidate.addresses.contains { IPAddress($0) == address } }
            return !text.isEmpty && candidate.name == text
        }
        guard matching.count > 1 else { return matching.first?.found }
        let clusters = Set(matching.map(\.cluster.name)).sorted()
        let hint =
            clusters.count > 1
            ? "pass --cluster-id \(clusters.joined(separator: " or "))" : "expected one of their node ids"
        throw CommandFailure(.usage, "\(matching.count) proxies are named \(text): \(hint)")
    }

    private static func cluster(of node: EnvoyNode) -> ClusterID {
        guard case .string(let name) = node.metadata["CLUSTER_ID"] else { return ClusterID("") }
        return ClusterID(name)
    }

    private func unknown(_ text: String, among candidates: [Candidate]) -> String {
        var message = "no proxy \(text.isEmpty ? "with an empty name" : text)"
        if let cluster { message += " in cluster \(cluster.name)" }
        let close = Set(candidates.map(\.name)).filter { Self.isClose($0, text) }.sorted().prefix(3)
        if !close.isEmpty { return message + ": did you mean \(close.joined(separator: " or "))?" }
        return message + ": expected a node id, the name.namespace of a pod or WorkloadEntry, or its IP address"
    }

    /// Returns a Boolean value that indicates whether a name is one that a user may mean: one contains the other, the
    /// parts are reversed, or one letter or two neighbours differ.
    private static func isClose(_ name: String, _ text: String) -> Bool {
        guard !text.isEmpty, !name.isEmpty else { return false }
        if name.hasPrefix(text) || text.hasPrefix(name) { return true }
        let reversed = text.split(separator: ".").reversed().joined(separator: ".")
        if name == reversed { return true }
        let (left, right) = (Array(name.utf8), Array(text.utf8))
        guard abs(left.count - right.count) <= 1, min(left.count, right.count) > 3 else { return false }
        let head = zip(left, right).prefix { $0 == $1 }.count
        let tail = zip(left.dropFirst(head).reversed(), right.dropFirst(head).reversed()).prefix { $0 == $1 }.count
        return max(left.count, right.count) - head - tail <= 2
    }
}
