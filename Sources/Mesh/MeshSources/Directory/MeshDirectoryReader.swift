public import MeshModel

/// Reads a mesh directory, the files of one mesh in the documented layout.
///
/// ```
/// mesh-directory.yaml   configCluster, systemNamespace, domainSuffix, revision, description
/// mesh.yaml             MeshConfig
/// mesh-networks.yaml    MeshNetworks
/// dns.yaml              pinned answers for gateway host names
/// clusters/<id>/        the objects of that cluster's API server
/// proxies.yaml          nodes, with their cluster names
/// ```
public struct MeshDirectoryReader: Sendable {
    /// A Boolean value that indicates whether invalid objects are skipped instead of refused.
    public var isLenient = false
    /// The limits of the input.
    public var limits = ReadingLimits()
    /// The live config cluster if the directory names none; a directory need not have clusters then.
    public var liveConfigCluster: ClusterID?
    /// The namespace of the control plane in live clusters; a directory beside them may not name another one.
    public var liveSystemNamespace: String?
    /// The revision of the control plane whose configuration counts; goes before the one that the directory names.
    public var revision: String?

    /// Makes a strict reader.
    public init() {}

    /// Reads the directory at a path.
    ///
    /// - Throws: ``InputErrors`` with all errors.
    public func read(directory path: String) throws(InputErrors) -> MeshDirectory {
        var memory = ReadFiles()
        return try read(directory: path, remembering: &memory)
    }

    /// Reads the directory at a path, reusing the files of clusters that did not change.
    ///
    /// - Parameters:
    ///   - path: the directory.
    ///   - memory: the files that the same reader read before from the same directory.
    /// - Throws: ``InputErrors`` with all errors.
    public func read(
        directory path: String,
        remembering memory: inout ReadFiles
    ) throws(InputErrors) -> MeshDirectory {
        var problems: [InputError] = []
        let top: [SourceFile]
        let settings: Settings
        let objects: [FileObjects]
        do throws(InputError) {
            let found = try FileTree.files(below: path)
            top = try topFiles(found)
            settings = self.settings(top, &problems)
            objects = try clusterFiles(found, settings, &memory)
        } catch {
            throw InputErrors([error])
        }
        let clusters = clusters(of: objects, &problems) { memory.cluster($0, of: $1) }
        return try assemble(clusters, top, settings, &problems, displayName: path)
    }

    private func topFiles(_ found: [FileTree.File]) throws(InputError) -> [SourceFile] {
        var files: [SourceFile] = []
        for file in found where FileObjects.cluster(ofPath: file.relativePath) == nil {
            files.append(try FileTree.file(file.path, as: file.relativePath, limits: limits))
        }
        return files
    }

    private func clusterFiles(
        _ found: [FileTree.File],
        _ settings: Settings,
        _ memory: inout ReadFiles
    ) throws(InputError) -> [FileObjects] {
        memory.begin(found, systemNamespace: settings.systemNamespace)
        var objects: [FileObjects] = []
        for file in found {
            guard let id = FileObjects.cluster(ofPath: file.relativePath) else { continue }
            objects.append(try memory.objects(of: file, limits: limits) { parse($0, cluster: id, settings) })
        }
        return objects
    }

    /// Reads a directory from loaded files.
    ///
    /// - Parameters:
    ///   - files: the files, in any order.
    ///   - displayName: the name of the directory in messages.
    /// - Throws: ``InputErrors`` with all errors.
    public func read(files: [SourceFile], displayName: String) throws(InputErrors) -> MeshDirectory {
        let sorted = files.sorted { $0.path < $1.path }
        var problems: [InputError] = []
        let settings = settings(sorted, &problems)
        let objects = sorted.compactMap { file in
            FileObjects.cluster(ofPath: file.path).map { parse(file, cluster: $0, settings) }
        }
        let clusters = clusters(of: objects, &problems) { ClusterObjects(id: $0, files: $1) }
        return try assemble(clusters, sorted, settings, &problems, displayName: displayName)
    }

    private func settings(_ files: [SourceFile], _ problems: inout [InputError]) -> Settings {
        var settings = Settings()
        settings.systemNamespace = liveSystemNamespace ?? settings.systemNamespace
        top("mesh-directory", files, &problems) { (value) throws(InputError) in
            settings = try Settings(value, liveSystemNamespace: liveSystemNamespace)
        }
        return settings
    }

    private func parse(_ file: SourceFile, cluster: ClusterID, _ settings: Settings) -> FileObjects {
        var objects = ClusterObjects(id: cluster)
        var problems: [InputError] = []
        ObjectReader(systemNamespace: settings.systemNamespace, limits: limits)
            .read(file, into: &objects, problems: &problems)
        return FileObjects(path: file.path, objects: objects, problems: problems)
    }

    /// Returns the clusters of files in order of their paths.
    private func clusters(
        of files: [FileObjects],
        _ problems: inout [InputError],
        make: (ClusterID, [FileObjects]) -> ClusterObjects
    ) -> [ClusterObjects] {
        var groups: [(id: ClusterID, files: [FileObjects])] = []
        for file in files {
            if groups.last?.id != file.cluster { groups.append((file.cluster, [])) }
            groups[groups.count - 1].files.append(file)
            problems += file.problems
        }
        return groups.map { group in
            let cluster = make(group.id, group.files)
            problems += cluster.duplicates
            return cluster
        }
    }

    private func assemble(
        _ found: [ClusterObjects],
        _ sorted: [SourceFile],
        _ settings: Settings,
        _ problems: inout [InputError],
        displayName: String
    ) throws(InputErrors) -> MeshDirectory {
        var clusters = found
        guard !clusters.isEmpty || liveConfigCluster != nil else {
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
        var mesh = MeshDirectory(configCluster: configCluster(settings, clusters, displayName, &problems))
        mesh.systemNamespace = settings.systemNamespace
        mesh.domainSuffix = settings.domainSuffix
        clusters.sort { left, right in
            (left.id == mesh.configCluster ? 0 : 1, left.id) < (right.id == mesh.configCluster ? 0 : 1, right.id)
        }
        mesh.clusters = clusters
        mesh.revision = revision ?? settings.revision
        mesh.readConfigMap()
        // A separate file has precedence over the ConfigMap (NI-6).
        top("mesh", sorted, &problems) { (value) throws(InputError) in
            mesh.meshConfig = try MeshConfig(value)
            mesh.hasMeshConfigFile = true
        }
        top("mesh-networks", sorted, &problems) { (value) throws(InputError) in
            mesh.meshNetworks = try MeshNetworks(value)
            mesh.hasMeshNetworksFile = true
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
        var revision: String?

        init() {}

        init(_ value: ManifestValue, liveSystemNamespace: String?) throws(InputError) {
            let fields = try value.mapping("the directory's settings")
            try fields.allowOnly(["configCluster", "systemNamespace", "domainSuffix", "revision", "description"])
            configCluster = try fields["configCluster"].map { (id) throws(InputError) in ClusterID(try id.string()) }
            location = fields["configCluster"]?.location ?? value.location
            systemNamespace = try fields["systemNamespace"]?.string() ?? liveSystemNamespace ?? systemNamespace
            if let live = liveSystemNamespace, systemNamespace != live, let field = fields["systemNamespace"] {
                throw InputError(
                    .conflict,
                    at: field.location,
                    """
                    the system namespace is \(systemNamespace), but live clusters are followed with \(live); expected \
                    the same, such as by --system-namespace \(systemNamespace)
                    """
                )
            }
            domainSuffix = try fields["domainSuffix"]?.string() ?? domainSuffix
            revision = try fields["revision"]?.string()
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
            // The canonical text of the address, as a name server would answer.
            addresses.append(address.description)
        }
        return addresses
    }

    /// Returns the named config cluster; it is optional with one cluster, or beside live ones.
    private func configCluster(
        _ settings: Settings,
        _ clusters: [ClusterObjects],
        _ displayName: String,
        _ problems: inout [InputError]
    ) -> ClusterID {
        let ids = clusters.map(\.id.name).sorted().joined(separator: ", ")
        if let named = settings.configCluster {
            // Live clusters may appear later, so any name is valid.
            if liveConfigCluster == nil, !clusters.contains(where: { $0.id == named }) {
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
        if let liveConfigCluster { return liveConfigCluster }
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

    /// Reads a file at the top of the directory, if it exists.
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
