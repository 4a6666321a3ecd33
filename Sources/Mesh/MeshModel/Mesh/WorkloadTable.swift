/// All workloads of the mesh, by name and by address.
public struct WorkloadTable: Sendable {
    /// The workloads of a part of the mesh, such as a cluster; the instance is kept while they do not change.
    public final class Part: Sendable {
        fileprivate struct Name: Hashable {
            let namespace: String
            let name: String
        }

        fileprivate let workloads: [Workload]
        fileprivate let byName: [Name: [Int]]
        fileprivate let byAddress: [String: [Int]]

        /// Indexes workloads; of several matching ones, the first one counts.
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
    }

    private let parts: [Part]

    /// Makes a table of parts; of several matching workloads, the one of the first part counts.
    public init(_ parts: [Part]) { self.parts = parts }

    /// The empty table.
    public static let empty = WorkloadTable([])

    /// Returns a Boolean value that indicates whether the workloads are certainly those of another table.
    public func isSame(as other: WorkloadTable) -> Bool { parts.elementsEqual(other.parts, by: ===) }

    /// Returns the workload with a name in a cluster; an empty cluster matches any.
    public func workload(name: String, namespace: String, cluster: ClusterID) -> Workload? {
        let key = Part.Name(namespace: namespace, name: name)
        for part in parts {
            for index in part.byName[key] ?? [] {
                let workload = part.workloads[index]
                if cluster.isEmpty || workload.cluster == cluster { return workload }
            }
        }
        return nil
    }

    /// Returns the workload with an address.
    ///
    /// It is preferably in the given cluster; otherwise in any, if all workloads with the address are in one network:
    /// networks may
    /// reuse each other's addresses.
    public func workload(address: String, cluster: ClusterID) -> Workload? {
        var found: Workload?
        var isAmbiguous = false
        for part in parts {
            for index in part.byAddress[address] ?? [] {
                let workload = part.workloads[index]
                if workload.cluster == cluster { return workload }
                if let found, found.network != workload.network { isAmbiguous = true }
                found = found ?? workload
            }
        }
        return isAmbiguous ? nil : found
    }
}
