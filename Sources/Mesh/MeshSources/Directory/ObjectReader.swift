internal import MeshModel

/// Sorts the objects of one cluster's documents by kind.
struct ObjectReader {
    let systemNamespace: String
    let limits: ReadingLimits

    /// Reads every document of a file into the cluster.
    ///
    /// Goes on after a bad object, so that a user sees all that is wrong at once; a syntax error ends the file.
    func read(_ file: SourceFile, into cluster: inout ClusterObjects, problems: inout [InputError]) {
        if let document = file.jsonDocument(limits: limits) {
            return add(ManifestValue(document: document, index: document.root), to: &cluster, &problems)
        }
        file.bytes.withUnsafeBufferPointer { bytes in
            do throws(InputError) {
                var parser = try ManifestParser(bytes, file: file.displayName, limits: limits)
                while let document = try parser.next() {
                    let value = ManifestValue(document: document, index: document.root)
                    if !value.isNull { add(value, to: &cluster, &problems) }
                }
            } catch {
                problems.append(error)
            }
        }
    }

    private func add(_ value: ManifestValue, to cluster: inout ClusterObjects, _ problems: inout [InputError]) {
        do throws(InputError) {
            let object = try value.mapping("a Kubernetes object")
            let kind = try object.required("kind", "the object's kind").string("the object's kind")
            let apiVersion = try object.required("apiVersion", "the object's API version").string("an API version")
            if kind.hasSuffix("List"), let items = object["items"] {
                for item in try items.list("a list of objects") {
                    add(try listed(item, kind: kind, apiVersion: apiVersion), to: &cluster, &problems)
                }
                return
            }
            let group = apiVersion.split(separator: "/").dropLast().first.map(String.init) ?? ""
            try add(object, kind: kind, group: group, to: &cluster)
        } catch {
            problems.append(error)
        }
    }

    /// The items of a typed list, as `kubectl get --raw` gives it, need not name their kind.
    private func listed(_ item: ManifestValue, kind: String, apiVersion: String) throws(InputError) -> ManifestValue {
        let fields = try item.mapping("a Kubernetes object")
        guard fields["kind"] == nil, kind != "List" else { return item }
        let document = item.document
        for (name, text) in [("kind", String(kind.dropLast(4))), ("apiVersion", apiVersion)] {
            guard fields[name] == nil else { continue }
            let node = document.nodes[Int(item.index)]
            let key = Int32(document.nodes.count)
            document.nodes.append(
                ManifestDocument.Node(
                    kind: .quoted,
                    line: node.line,
                    column: node.column,
                    nextSibling: key + 1,
                    text: name
                )
            )
            document.nodes.append(
                ManifestDocument.Node(
                    kind: .quoted,
                    line: node.line,
                    column: node.column,
                    nextSibling: document.nodes[Int(item.index)].firstChild,
                    text: text
                )
            )
            document.nodes[Int(item.index)].firstChild = key
        }
        return item
    }

    /// Adds one object, whatever it says of its kind itself.
    func add(
        _ object: ManifestMapping,
        kind: String,
        group: String,
        to cluster: inout ClusterObjects
    ) throws(InputError) {
        let id = cluster.id
        switch (group, kind) {
        case ("", "Namespace"): cluster.namespaces.append(try KubernetesNamespace(object, cluster: id))
        case ("", "Node"): cluster.nodes.append(try KubernetesNode(object, cluster: id))
        case ("", "Pod"): cluster.pods.append(try KubernetesPod(object, cluster: id))
        case ("", "Service"): cluster.services.append(try KubernetesService(object, cluster: id))
        case ("", "ConfigMap"): try addConfigMap(object, to: &cluster)
        case ("discovery.k8s.io", "EndpointSlice"):
            cluster.endpointSlices.append(try EndpointSlice(object, cluster: id))
        case ("gateway.networking.k8s.io", "Gateway"):
            cluster.gateways.append(try KubernetesGateway(object, cluster: id))
        case ("multicluster.x-k8s.io", "ServiceExport"):
            cluster.serviceExports.append(try ServiceExport(object, cluster: id))
        case ("multicluster.x-k8s.io", "ServiceImport"):
            cluster.serviceImports.append(try ServiceImport(object, cluster: id))
        case ("networking.istio.io", "ServiceEntry"):
            cluster.serviceEntries.append(try ServiceEntry(object, cluster: id))
        case ("networking.istio.io", "WorkloadEntry"):
            cluster.workloadEntries.append(try WorkloadEntry(object, cluster: id))
        case ("networking.istio.io", "DestinationRule"):
            cluster.destinationRules.append(try DestinationRuleManifest(object, cluster: id))
        case ("networking.istio.io", "Sidecar"):
            cluster.sidecars.append(try SidecarManifest(object, cluster: id))
        case ("security.istio.io", "PeerAuthentication"):
            cluster.peerAuthentications.append(try PeerAuthenticationManifest(object, cluster: id))
        default: cluster.skippedKinds[group.isEmpty ? kind : "\(kind).\(group)", default: 0] += 1
        }
    }

    /// ConfigMaps `istio` and `istio-<revision>` of the system namespace carry the mesh configuration as text (NI-6).
    private func addConfigMap(_ object: ManifestMapping, to cluster: inout ClusterObjects) throws(InputError) {
        let metadata = try ObjectMetadata(object, kind: "ConfigMap", isNamespaced: true, cluster: cluster.id)
        let data = MeshConfigMap.isName(metadata.name) ? try object.mapping("data") : nil
        guard metadata.namespace == systemNamespace,
            metadata.name == "istio" || data?["mesh"] != nil || data?["meshNetworks"] != nil
        else {
            cluster.skippedKinds["ConfigMap", default: 0] += 1
            return
        }
        var map = MeshConfigMap(metadata: metadata)
        if let text = data?["mesh"] {
            map.meshConfig = try inner(text) { (value) throws(InputError) in try MeshConfig(value) }
        }
        if let text = data?["meshNetworks"] {
            map.meshNetworks = try inner(text) { (value) throws(InputError) in try MeshNetworks(value) }
        }
        cluster.configMaps.append(map)
    }

    /// Reads a document inside a text; its lines count from the text's own.
    private func inner<Result>(
        _ text: ManifestValue,
        _ read: (ManifestValue) throws(InputError) -> Result
    ) throws(InputError) -> Result? {
        let bytes = Array(try text.string("a text that holds YAML").utf8)
        return try SourceFile(path: "", displayName: text.location.file, bytes: bytes)
            .firstDocument(lineOffset: text.location.line, limits: limits, read)
    }
}

extension SourceFile {
    /// Returns the document of a `.json` file, or `nil` if it is none.
    ///
    /// YAML 1.2 is a superset of JSON, but libyaml reads YAML 1.1: it refuses surrogate pairs, leading tabs, long names
    /// and line breaks before a colon. What is not JSON is left to it, with its errors.
    func jsonDocument(limits: ReadingLimits) -> ManifestDocument? {
        guard path.hasSuffix(".json") else { return nil }
        return try? ManifestDocument.json(bytes, file: displayName, limits: limits, countsLines: true)
    }

    /// Reads the file's first document; nil when there is none.
    package func firstDocument<Result>(
        lineOffset: Int = 0,
        limits: ReadingLimits = ReadingLimits(),
        _ read: (ManifestValue) throws(InputError) -> Result
    ) throws(InputError) -> Result? {
        if lineOffset == 0, let document = jsonDocument(limits: limits) {
            let value = ManifestValue(document: document, index: document.root)
            return value.isNull ? nil : try read(value)
        }
        let outcome = bytes.withUnsafeBufferPointer { buffer -> Swift.Result<Result?, InputError> in
            do throws(InputError) {
                var parser = try ManifestParser(buffer, file: displayName, lineOffset: lineOffset, limits: limits)
                guard let document = try parser.next() else { return .success(nil) }
                let value = ManifestValue(document: document, index: document.root)
                return .success(value.isNull ? nil : try read(value))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}
