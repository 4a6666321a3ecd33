/// All workloads of the mesh, found by name or by address.
public struct WorkloadTable: Sendable {
    private struct Name: Hashable {
        let namespace: String
        let name: String
    }

    private let workloads: [Workload]
    private let byName: [Name: [Int]]
    private let byAddress: [String: [Int]]

    /// Indexes workloads; of several that fit, the first one counts.
    public init(_ workloads: [Workload]) {
        self.workloads = workloads
        var byName: [Name: [Int]] = [:]
        var byAddress: [String: [Int]] = [:]
        for (index, workload) in workloads.enumerated() {
            byName[Name(namespace: workload.namespace, name: workload.name), default: []].append(index)
            for address in workload.addresses where !address.isEmpty {
                byAddress[address, default: []].append(index)
            }
        }
        self.byName = byName
        self.byAddress = byAddress
    }

    /// A table without workloads.
    public static let empty = WorkloadTable([])

    /// The workload of that name in a cluster; an empty cluster fits any.
    public func workload(name: String, namespace: String, cluster: ClusterID) -> Workload? {
        let found = byName[Name(namespace: namespace, name: name)] ?? []
        return found.lazy.map { workloads[$0] }.first { cluster.isEmpty || $0.cluster == cluster }
    }

    /// The workload at an address.
    ///
    /// In the given cluster if it is there; else in any, as long as all that have the address are in one network:
    /// networks may reuse each other's addresses.
    public func workload(address: String, cluster: ClusterID) -> Workload? {
        let found = (byAddress[address] ?? []).map { workloads[$0] }
        if let local = found.first(where: { $0.cluster == cluster }) { return local }
        guard let first = found.first, found.allSatisfy({ $0.network == first.network }) else { return nil }
        return first
    }
}
