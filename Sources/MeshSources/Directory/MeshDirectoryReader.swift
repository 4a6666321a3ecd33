internal import MeshModel

/// Reads a mesh directory: the files of one mesh, laid out as the documentation says.
///
/// ```
/// mesh-directory.yaml   configCluster, systemNamespace, domainSuffix, description
/// mesh.yaml             MeshConfig
/// mesh-networks.yaml    MeshNetworks
/// dns.yaml              pinned answers for gateway host names
/// clusters/<id>/        what that cluster's API server lists
/// proxies.yaml          nodes, and the clusters that they ask for
/// ```
public struct MeshDirectoryReader: Sendable {
    /// Whether an object that cannot be used is passed over instead of refused.
    public var isLenient = false
    /// Bounds on what is read.
    public var limits = ReadingLimits()

    /// Makes a strict reader.
    public init() {}

    /// Reads the directory at a path.
    ///
    /// - Throws: ``InputErrors`` with everything that is wrong.
    public func read(directory path: String) throws(InputErrors) -> MeshDirectory {
        let files: [SourceFile]
        do {
            files = try FileTree.files(below: path, limits: limits)
        } catch {
            throw InputErrors([error])
        }
        return try read(files: files, displayName: path)
    }

    /// Reads a directory that is given as files.
    ///
    /// - Parameters:
    ///   - files: the files, in any order.
    ///   - displayName: how messages call the directory.
    /// - Throws: ``InputErrors`` with everything that is wrong.
    public func read(files: [SourceFile], displayName: String) throws(InputErrors) -> MeshDirectory {
        let sorted = files.sorted { $0.path < $1.path }
        var problems: [InputError] = []
        var settings = Settings()
        top("mesh-directory", sorted, &problems) { (value) throws(InputError) in
            settings = try Settings(value)
        }
        var clusters = readClusters(sorted, systemNamespace: settings.systemNamespace, &problems)
        guard !clusters.isEmpty else {
            let location = SourceLocation(file: displayName, line: 0, column: 0)
            throw InputErrors(
                problems + [
                    InputError(
                        .missing,
                        at: location,
                        "no clusters found, expected files such as clusters/<cluster id>/objects.yaml"
                    )
                ]
            )
        }
        var mesh = MeshDirectory(configCluster: Self.configCluster(settings, clusters, displayName, &problems))
        mesh.systemNamespace = settings.systemNamespace
        mesh.domainSuffix = settings.domainSuffix
        clusters.sort { left, right in
            (left.id == mesh.configCluster ? 0 : 1, left.id) < (right.id == mesh.configCluster ? 0 : 1, right.id)
        }
        let config = clusters.first { $0.id == mesh.configCluster }
        mesh.meshConfig = config?.meshConfig ?? MeshConfig()
        mesh.meshNetworks = config?.meshNetworks ?? MeshNetworks()
        mesh.clusters = clusters
        // A file of its own goes before the ConfigMap (R6).
        top("mesh", sorted, &problems) { (value) throws(InputError) in mesh.meshConfig = try MeshConfig(value) }
        top("mesh-networks", sorted, &problems) { (value) throws(InputError) in
            mesh.meshNetworks = try MeshNetworks(value)
        }
        top("dns", sorted, &problems) { (value) throws(InputError) in
            var names: [String: [String]] = [:]
            for (name, addresses) in try value.mapping("an object of host names").entries {
                names[name] = addresses.isNull ? [] : try Self.addresses(addresses)
            }
            mesh.pinnedNames = names
        }
        top("proxies", sorted, &problems) { (value) throws(InputError) in
            for item in try value.list("a list of proxies") { mesh.proxies.append(try DeclaredProxy(item)) }
        }
        guard isLenient || problems.isEmpty else { throw InputErrors(problems) }
        mesh.problems = problems
        return mesh
    }

    private struct Settings {
        var configCluster: ClusterID?
        var location = SourceLocation(file: "mesh-directory.yaml", line: 0, column: 0)
        var systemNamespace = "istio-system"
        var domainSuffix = "cluster.local"

        init() {}

        init(_ value: ManifestValue) throws(InputError) {
            let fields = try value.mapping("the directory's settings")
            try fields.allowOnly(["configCluster", "systemNamespace", "domainSuffix", "description"])
            configCluster = try fields["configCluster"].map { (id) throws(InputError) in ClusterID(try id.string()) }
            location = fields["configCluster"]?.location ?? value.location
            systemNamespace = try fields["systemNamespace"]?.string() ?? systemNamespace
            domainSuffix = try fields["domainSuffix"]?.string() ?? domainSuffix
        }
    }

    private static func addresses(_ value: ManifestValue) throws(InputError) -> [String] {
        var addresses: [String] = []
        for item in try value.list("a list of IP addresses") {
            let text = try item.string("an IP address")
            guard let address = IPAddress(text) else {
                throw InputError(
                    .value,
                    at: item.location,
                    "\"\(text)\" is no IP address, expected one such as 192.0.2.1"
                )
            }
            // A name server answers with the address itself, not with one of the texts that it has.
            addresses.append(address.description)
        }
        return addresses
    }

    /// The cluster that is named; a directory with one cluster need not name it.
    private static func configCluster(
        _ settings: Settings,
        _ clusters: [ClusterObjects],
        _ displayName: String,
        _ problems: inout [InputError]
    ) -> ClusterID {
        let ids = clusters.map(\.id.name).sorted().joined(separator: ", ")
        if let named = settings.configCluster {
            if !clusters.contains(where: { $0.id == named }) {
                problems.append(
                    InputError(
                        .value,
                        at: settings.location,
                        "there is no cluster \"\(named)\", expected one of \(ids)"
                    )
                )
            }
            return named
        }
        if clusters.count > 1 {
            problems.append(
                InputError(
                    .missing,
                    at: SourceLocation(file: displayName + "/mesh-directory.yaml", line: 0, column: 0),
                    "configCluster is missing, expected one of \(ids)"
                )
            )
        }
        return clusters.map(\.id).min() ?? .none
    }

    private func readClusters(
        _ files: [SourceFile],
        systemNamespace: String,
        _ problems: inout [InputError]
    ) -> [ClusterObjects] {
        let reader = ObjectReader(systemNamespace: systemNamespace, limits: limits)
        var clusters: [ClusterObjects] = []
        for file in files {
            let parts = file.path.split(separator: "/")
            guard parts.count >= 3, parts[0] == "clusters" else { continue }
            let id = ClusterID(String(parts[1]))
            if clusters.last?.id != id { clusters.append(ClusterObjects(id: id)) }
            reader.read(file, into: &clusters[clusters.count - 1], problems: &problems)
        }
        for cluster in clusters { problems += DuplicateObjects.find(in: cluster) }
        return clusters
    }

    /// Reads a file at the top of the directory, if it is there.
    private func top(
        _ name: String,
        _ files: [SourceFile],
        _ problems: inout [InputError],
        _ read: (ManifestValue) throws(InputError) -> Void
    ) {
        for file in files where ["\(name).yaml", "\(name).yml", "\(name).json"].contains(file.path) {
            do throws(InputError) {
                try file.firstDocument(limits: limits, read)
            } catch {
                problems.append(error)
            }
        }
    }
}
