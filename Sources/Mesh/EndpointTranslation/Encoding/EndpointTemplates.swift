internal import EnvoyMessages
internal import MeshModel

/// The common parts of endpoints of one kind, packed once for all of them.
struct EndpointTemplates {
    /// The common part, and the text after the workload's own name in the telemetry metadata.
    private struct Template {
        let message: LbEndpointTemplate
        /// The text `;namespace;canonical name;canonical revision;cluster`, or `nil` if the canonical name is the
        /// workload's own.
        let rest: [UInt8]?
    }

    private let announcesTLS: Bool
    private let addressMode: Proxy.AddressMode
    /// The templates by kind.
    private var templates: [Template?]

    /// - Parameters:
    ///   - announcesTLS: a Boolean value that indicates whether TLS modes are sent.
    ///   - addressMode: the families of the addresses to send.
    ///   - kinds: the number of kinds.
    init(announcesTLS: Bool, addressMode: Proxy.AddressMode, kinds: Int) {
        self.announcesTLS = announcesTLS
        self.addressMode = addressMode
        templates = [Template?](repeating: nil, count: kinds)
    }

    /// Appends an endpoint as an element, with its weight.
    ///
    /// - Parameters:
    ///   - endpoints: the array of the endpoint; single fields are read there, because copying the element costs more
    ///     than packing it.
    ///   - index: the index of the endpoint.
    ///   - kind: its kind.
    ///   - weight: its weight.
    ///   - bytes: the bytes to append to.
    /// - Throws: `MessageError` for a text that cannot be encoded.
    mutating func append(
        _ endpoints: UnsafeBufferPointer<Endpoint>,
        _ index: Int,
        kind: Int32,
        weight: UInt32,
        to bytes: inout [UInt8]
    ) throws(MessageError) {
        // An endpoint without a port is a Unix socket (EG-W3).
        guard endpoints[index].port != 0 else {
            return try appendOther(endpoints[index], weight: weight, to: &bytes)
        }
        var address = endpoints[index].address
        if endpoints[index].addresses.count > 1 {
            let reached = endpoints[index].addresses(reachedBy: addressMode)
            guard reached.count < 2 else { return try appendOther(endpoints[index], weight: weight, to: &bytes) }
            address = reached.first ?? address
        }
        let template: Template
        if let known = templates[Int(kind)] {
            template = known
        } else {
            template = try make(endpoints[index])
            templates[Int(kind)] = template
        }
        let rest = template.rest ?? Array(WorkloadMetadata.behindName(of: endpoints[index]).utf8)
        try template.message.appendElement(
            ip: address,
            port: UInt16(clamping: endpoints[index].port),
            text: (endpoints[index].workloadName, rest),
            weight: weight,
            to: &bytes
        )
    }

    private func make(_ endpoint: Endpoint) throws(MessageError) -> Template {
        let tlsMode = announcesTLS ? endpoint.tlsMode : nil
        let fields = LbEndpointFields(endpoint, tlsMode: tlsMode, tunnel: nil, addressMode)
        let rest = WorkloadMetadata.behindName(of: endpoint)
        guard !rest.utf8.contains(0) else {
            throw MessageError(code: .unencodable, message: "expected a text without NUL")
        }
        return Template(
            message: try LbEndpointTemplate(
                health: fields.health,
                metadata: fields.metadata.filter { $0.filter != WorkloadMetadata.filter },
                text: LbEndpointTemplate.Text(filter: WorkloadMetadata.filter, field: WorkloadMetadata.field)
            ),
            rest: WorkloadMetadata.hasCanonicalName(endpoint) ? Array(rest.utf8) : nil
        )
    }

    /// Appends a Unix socket, or an endpoint with several addresses; both are rare.
    private func appendOther(_ endpoint: Endpoint, weight: UInt32, to bytes: inout [UInt8]) throws(MessageError) {
        var encoder = LbEndpointEncoder()
        var packed: [UInt8] = []
        let tlsMode = announcesTLS ? endpoint.tlsMode : nil
        let fields = LbEndpointFields(endpoint, tlsMode: tlsMode, tunnel: nil, addressMode)
        try encoder.append(fields, to: &packed)
        AssignmentEncoder.appendElement(packed, weight: weight, to: &bytes)
    }
}
