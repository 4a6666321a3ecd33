internal import EnvoyMessages

/// Reads assignments for both kinds of client.
enum AssignmentReading {
    /// Reads an assignment, without comparing it.
    static func read(_ resource: DiscoveryResponseMessage.Resource) throws(MessageError) -> ReceivedAssignment {
        guard resource.typeURL == TypeURL.clusterLoadAssignment else {
            throw MessageError(code: .wrongType, message: "expected a ClusterLoadAssignment, found \(resource.typeURL)")
        }
        var serviceMarker: Int?
        var gatewayMarker: Int?
        let outline = try AssignmentOutline(reading: resource.value) { address in
            guard let marker = Marker(address: address) else { return }
            switch marker.subject {
            case .service: serviceMarker = marker.index
            case .gateway: gatewayMarker = marker.index
            }
        }
        return ReceivedAssignment(
            name: outline.clusterName,
            novelty: .first,
            content: ContentHash(resource.value).value,
            endpointCount: outline.endpointCount,
            serviceMarker: serviceMarker,
            gatewayMarker: gatewayMarker
        )
    }
}
