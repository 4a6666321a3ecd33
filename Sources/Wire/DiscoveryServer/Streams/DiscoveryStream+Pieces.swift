internal import DiscoveryProtocol
internal import EndpointTranslation
internal import MeshViews
internal import NIOCore

extension DiscoveryStream {
    /// Returns the slices of a response: a few own bytes around the chunks that all streams share.
    func pieces(
        of response: Response,
        _ catalog: ViewCatalog,
        typeURL: String,
        countingEmpty empty: inout Int
    ) -> [ByteBuffer] {
        var pieces = [ByteBuffer(bytes: Dialect.response.head(response))]
        for resource in response.resources {
            let assignment = catalog.state.mesh.assignment(named: resource.name, for: catalog.proxy)
            if assignment.endpointCount == 0 { empty += 1 }
            pieces.append(catalog.state.chunk(assignment, Dialect.response.form))
        }
        for resource in response.emptyFor {
            let assignment = EncodedAssignment.empty(named: resource.name)
            pieces.append(catalog.state.chunk(assignment, Dialect.response.form))
        }
        pieces.append(ByteBuffer(bytes: Dialect.response.tail(response, typeURL: typeURL)))
        return pieces
    }
}
