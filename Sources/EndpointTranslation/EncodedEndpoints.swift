internal import EnvoyMessages
internal import MeshModel

/// All endpoints of one service as elements of an assignment, each with its own weight times one factor: packed once, and
/// copied from then on.
final class EncodedEndpoints: Sendable {
    /// The elements, in the order of their layout.
    let bytes: [UInt8]
    /// Where the element at each place begins, and where the last one ends.
    private let starts: [Int]

    /// Packs endpoints.
    ///
    /// - Parameters:
    ///   - layout: the endpoints.
    ///   - announcesTLS: whether their TLS modes are sent with them.
    ///   - factor: by what every weight is multiplied; the product stays within 32 bits.
    /// - Throws: `MessageError` for a text that cannot be sent.
    init(_ layout: EndpointLayout, announcesTLS: Bool, factor: UInt32) throws(MessageError) {
        var templates = EndpointTemplates(announcesTLS: announcesTLS)
        var bytes: [UInt8] = []
        var starts = [0]
        starts.reserveCapacity(layout.positions.count + 1)
        for run in layout.runs.joined() {
            let (product, overflow) = run.weight.multipliedReportingOverflow(by: factor)
            for place in run.places {
                let endpoint = layout.endpoint(at: place)
                try templates.append(endpoint, kind: run.kind, weight: overflow ? .max : product, to: &bytes)
                starts.append(bytes.count)
            }
        }
        self.bytes = bytes
        self.starts = starts
    }

    /// The elements of endpoints that stand side by side.
    func range(of places: Range<Int32>) -> Range<Int> {
        starts[Int(places.lowerBound)]..<starts[Int(places.upperBound)]
    }
}

/// What endpoints of one kind have in common, packed once for all of them.
private struct EndpointTemplates {
    private struct Key: Hashable {
        let kind: Int32
        let workloadName: String
    }

    private let announcesTLS: Bool
    private var templates: [Key: LbEndpointTemplate] = [:]
    private var last: (key: Key, template: LbEndpointTemplate)?

    init(announcesTLS: Bool) { self.announcesTLS = announcesTLS }

    mutating func append(
        _ endpoint: Endpoint,
        kind: Int32,
        weight: UInt32,
        to bytes: inout [UInt8]
    ) throws(MessageError) {
        guard case .socket(let ip, let port) = LbEndpointFields.address(of: endpoint) else {
            return try appendOther(endpoint, weight: weight, to: &bytes)
        }
        let key = Key(kind: kind, workloadName: endpoint.workloadName)
        try template(key, endpoint).appendElement(ip: ip, port: port, weight: weight, to: &bytes)
    }

    private mutating func template(_ key: Key, _ endpoint: Endpoint) throws(MessageError) -> LbEndpointTemplate {
        if let last, last.key == key { return last.template }
        let template: LbEndpointTemplate
        if let known = templates[key] {
            template = known
        } else {
            let fields = LbEndpointFields(endpoint, tlsMode: announcesTLS ? endpoint.tlsMode : nil, tunnel: nil)
            template = try LbEndpointTemplate(health: fields.health, metadata: fields.metadata)
            templates[key] = template
        }
        last = (key, template)
        return template
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
