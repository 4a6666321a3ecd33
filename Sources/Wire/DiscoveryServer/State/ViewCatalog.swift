internal import DiscoveryProtocol
internal import EndpointTranslation
internal import MeshModel
internal import MeshViews

/// The catalog of one proxy's view of one state of the mesh.
struct ViewCatalog: ResourceCatalog {
    let state: ServedState
    let proxy: Proxy
    /// The largest response that the client can receive; nil without a limit.
    let maximumResponse: Int?
    /// The assignments that were withheld from the client; nil without a limit.
    let withheld: WithheldAssignments?

    /// Creates a catalog.
    ///
    /// - Parameters:
    ///   - state: the state of the mesh.
    ///   - proxy: the client.
    ///   - maximumResponse: the largest response that a gRPC library can receive.
    init(state: ServedState, proxy: Proxy, maximumResponse: Int) {
        self.state = state
        self.proxy = proxy
        let isLimited = proxy.client == .grpc
        self.maximumResponse = isLimited ? maximumResponse : nil
        withheld = isLimited ? WithheldAssignments() : nil
    }

    func version(of name: String) -> ContentVersion? {
        let assignment = state.mesh.assignment(named: name, for: proxy)
        return assignment.exists ? ContentVersion(assignment.version) : nil
    }

    func versionOfEmpty(_ name: String) -> ContentVersion {
        ContentVersion(EncodedAssignment.empty(named: name).version)
    }

    func isWithheld(_ name: String) -> Bool {
        guard let maximumResponse else { return false }
        let size = encodedSize(of: name) + Self.envelopeSize
        guard size > maximumResponse else { return false }
        let assignment = state.mesh.assignment(named: name, for: proxy)
        withheld?.add(WithheldAssignments.Assignment(name: name, version: assignment.version, size: size))
        return true
    }

    func isPartlyKnown(_ name: String) -> Bool {
        state.mesh.assignment(named: name, for: proxy).presence == .unknownPort
    }

    func allNames() -> [String] { state.mesh.names(for: proxy) }

    /// The approximate size of the fields of a response that are not resources.
    private static let envelopeSize = 256

    func encodedSize(of name: String) -> Int {
        // The approximate size that name, type and lengths add to the assignment.
        state.mesh.assignment(named: name, for: proxy).bytes.count + name.utf8.count + 96
    }
}
