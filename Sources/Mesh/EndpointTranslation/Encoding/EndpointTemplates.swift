internal import EnvoyMessages
internal import MeshModel

/// What endpoints of one kind have in common, packed once for all of them.
struct EndpointTemplates {
    /// The common part, and what follows the workload's own name in its telemetry text.
    private struct Template {
        let message: LbEndpointTemplate
        /// `;namespace;canonical name;canonical revision;cluster`; nil if the canonical name is the workload's own.
        let rest: [UInt8]?
    }

    private let announcesTLS: Bool
    /// By kind.
    private var templates: [Template?]

    /// - Parameters:
    ///   - announcesTLS: whether TLS modes are sent.
    ///   - kinds: how many kinds there are.
    init(announcesTLS: Bool, kinds: Int) {
        self.announcesTLS = announcesTLS
        templates = [Template?](repeating: nil, count: kinds)
    }

    /// Appends an endpoint as an element, with its weight.
    ///
    /// - Parameters:
    ///   - endpoints: where it is; single fields are read there, because a copy of the whole costs more than packing it.
    ///   - index: which one it is.
    ///   - kind: its kind.
    ///   - weight: its weight.
    ///   - bytes: what it is appended to.
    /// - Throws: `MessageError` for a text that cannot be sent.
    mutating func append(
        _ endpoints: UnsafeBufferPointer<Endpoint>,
        _ index: Int,
        kind: Int32,
        weight: UInt32,
        to bytes: inout [UInt8]
    ) throws(MessageError) {
        // Without a port it is a Unix socket (EG-W3).
        guard endpoints[index].port != 0 else {
            return try appendOther(endpoints[index], weight: weight, to: &bytes)
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
            ip: endpoints[index].address,
            port: UInt16(clamping: endpoints[index].port),
            text: (endpoints[index].workloadName, rest),
            weight: weight,
            to: &bytes
        )
    }

    private func make(_ endpoint: Endpoint) throws(MessageError) -> Template {
        let fields = LbEndpointFields(endpoint, tlsMode: announcesTLS ? endpoint.tlsMode : nil, tunnel: nil)
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

    /// Unix sockets are rare.
    private func appendOther(_ endpoint: Endpoint, weight: UInt32, to bytes: inout [UInt8]) throws(MessageError) {
        var encoder = LbEndpointEncoder()
        var packed: [UInt8] = []
        let fields = LbEndpointFields(endpoint, tlsMode: announcesTLS ? endpoint.tlsMode : nil, tunnel: nil)
        try encoder.append(fields, to: &packed)
        AssignmentEncoder.appendElement(packed, weight: weight, to: &bytes)
    }
}
