internal import MeshModel
internal import MeshSources

/// The clusters that Secrets name, with their kubeconfigs.
///
/// If two Secrets name a cluster, the first by name is used; clusters that are configured elsewhere are rejected
/// (NI-1).
struct RemoteSecretTable: Sendable {
    /// The kubeconfig of a cluster.
    struct Entry: Hashable, Sendable {
        let secret: ObjectName
        let kubeconfig: [UInt8]
    }

    private let reserved: Set<ClusterID>
    private var secrets: [ObjectName: RemoteSecret] = [:]

    /// - Parameter reserved: the clusters that Secrets must not name.
    init(reserved: Set<ClusterID>) { self.reserved = reserved }

    /// Applies a change.
    mutating func apply(_ update: ObjectUpdate<RemoteSecret>) {
        switch update {
        case .replaced(let all): secrets = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        case .changed(let secret): secrets[secret.name] = secret
        case .removed(let name): secrets[name] = nil
        }
    }

    /// Returns the clusters of the Secrets, and the problems with the rest.
    func resolve() -> (entries: [ClusterID: Entry], named: Set<ClusterID>, problems: [SourceProblem]) {
        var entries: [ClusterID: Entry] = [:]
        var owners: [ClusterID: ObjectName] = [:]
        var problems: [SourceProblem] = []
        for (name, secret) in secrets.sorted(by: { $0.key < $1.key }) {
            for (cluster, kubeconfig) in secret.kubeconfigs.sorted(by: { $0.key < $1.key }) {
                func refuse(_ message: String) {
                    problems.append(
                        SourceProblem(origin: "Secret \(name), key \(cluster)", cluster: cluster, message: message)
                    )
                }
                if cluster.isEmpty {
                    refuse("the cluster's id is empty")
                } else if reserved.contains(cluster) {
                    refuse("cluster \(cluster) is already configured outside of Secrets, expected another id")
                } else if let owner = owners[cluster] {
                    refuse("cluster \(cluster) is already in Secret \(owner), which takes precedence")
                } else {
                    owners[cluster] = name
                    if let kubeconfig {
                        entries[cluster] = Entry(secret: name, kubeconfig: kubeconfig)
                    } else {
                        refuse("the value is not base64, expected a kubeconfig in base64")
                    }
                }
            }
        }
        return (entries, Set(owners.keys), problems)
    }
}
