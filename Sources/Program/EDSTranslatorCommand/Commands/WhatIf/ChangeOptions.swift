internal import ArgumentParser
internal import AssignmentComparison
internal import MeshModel
internal import MeshSources

/// The arguments for hypothetical changes.
struct ChangeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A folder overlaid on the mesh directory: a file replaces the one at the same path, objects in other files "
                + "replace those of the same name; deletions.yaml lists objects to remove.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var overlay: String?

    @Option(help: ArgumentHelp("Simulate the loss of a gateway; may be repeated.", valueName: "address[:port]"))
    var withoutGateway: [String] = []

    @Option(
        help: ArgumentHelp(
            "Set the network label of a namespace, or remove it if no network is given; may be repeated.",
            valueName: "cluster/namespace=network"
        )
    )
    var labelNamespace: [String] = []

    @Option(help: ArgumentHelp("Simulate the loss of a zone, or region/zone; may be repeated.", valueName: "zone"))
    var loseZone: [String] = []

    @Option(help: ArgumentHelp("Simulate the loss of a cluster; may be repeated.", valueName: "id"))
    var loseCluster: [String] = []

    @Flag(help: "Remove MeshNetworks.")
    var withoutMeshNetworks = false

    /// A Boolean value that indicates whether no change is named.
    var isEmpty: Bool {
        overlay == nil && withoutGateway.isEmpty && labelNamespace.isEmpty && loseZone.isEmpty && loseCluster.isEmpty
            && !withoutMeshNetworks
    }

    /// Returns the changes without the overlay, in the order of the options.
    func edits() throws -> [MeshEdit] {
        try withoutGateway.map(Self.gateway) + labelNamespace.map(Self.label) + loseZone.map { .loseZone($0) }
            + loseCluster.map { .loseCluster(ClusterID($0)) }
            + (withoutMeshNetworks ? [.withoutMeshNetworks] : [])
    }

    private static func gateway(_ text: String) throws -> MeshEdit {
        // An IPv6 address without port contains colons.
        if IPAddress(text) != nil { return .withoutGateway(address: text, port: nil) }
        if text.hasPrefix("["), text.hasSuffix("]") {
            return .withoutGateway(address: String(text.dropFirst().dropLast()), port: nil)
        }
        guard let colon = text.lastIndex(of: ":") else { return .withoutGateway(address: text, port: nil) }
        guard let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port) else {
            throw CommandFailure(
                .usage,
                "invalid gateway \"\(text)\": expected for example 192.0.2.1 or [2001:db8::1]:15443"
            )
        }
        let host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        return .withoutGateway(address: String(isBracketed ? host.dropFirst().dropLast() : host), port: port)
    }

    private static func label(_ text: String) throws -> MeshEdit {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let place = sides[0].split(separator: "/", omittingEmptySubsequences: false)
        guard sides.count == 2, place.count == 2, place.allSatisfy({ !$0.isEmpty }) else {
            throw CommandFailure(
                .usage,
                "invalid --label-namespace \"\(text)\": expected for example east-cluster/istio-system=east-network"
            )
        }
        return .labelNamespace(
            cluster: ClusterID(String(place[0])),
            namespace: String(place[1]),
            network: String(sides[1])
        )
    }

    /// Returns the overlay's files, or `nil` without one.
    func overlayFiles() throws -> MeshOverlay? {
        guard let overlay else { return nil }
        do throws(InputError) {
            let files = try FileTree.files(below: overlay, limits: ReadingLimits())
            // Messages name files as the user does.
            let named = files.map { SourceFile(path: $0.path, displayName: $0.displayName, bytes: $0.bytes) }
            return MeshOverlay(files: named, displayName: overlay)
        } catch {
            throw CommandFailure(.badInput, error.description)
        }
    }

    /// Returns the mesh with the overlay.
    func overlaid(_ directory: MeshDirectory, _ input: MeshInput) throws -> MeshDirectory {
        guard let files = try overlayFiles() else { return directory }
        let location = try input.location()
        let base: [SourceFile]
        do throws(InputError) {
            base = try location.files()
        } catch {
            throw CommandFailure(.badInput, error.description)
        }
        do throws(InputErrors) {
            return try files.laid(over: base, called: location.displayName, by: input.rules.reader)
        } catch {
            throw CommandFailure(.badInput, error.summary)
        }
    }
}
