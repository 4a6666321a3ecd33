internal import DiscoveryProtocol
internal import EndpointTranslation
internal import MeshModel
internal import MeshViews

/// The catalog of one proxy's view of one state of the mesh.
struct ViewCatalog: ResourceCatalog {
    let state: ServedState
    let proxy: Proxy

    func version(of name: String) -> ContentVersion? {
        let assignment = state.mesh.assignment(named: name, for: proxy)
        return assignment.exists ? ContentVersion(assignment.version) : nil
    }

    func versionOfEmpty(_ name: String) -> ContentVersion {
        ContentVersion(EncodedAssignment.empty(named: name).version)
    }

    func isPartlyKnown(_ name: String) -> Bool {
        state.mesh.assignment(named: name, for: proxy).presence == .unknownPort
    }

    func allNames() -> [String] { state.mesh.names(for: proxy) }

    func encodedSize(of name: String) -> Int {
        // The approximate size that name, type and lengths add to the assignment.
        state.mesh.assignment(named: name, for: proxy).bytes.count + name.utf8.count + 96
    }
}
