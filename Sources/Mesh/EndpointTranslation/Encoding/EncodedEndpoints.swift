internal import EnvoyMessages
internal import MeshModel

/// All endpoints of one shard as elements of an assignment, each with its own weight times one factor: packed once and
/// copied
/// afterwards.
final class EncodedEndpoints: Sendable {
    /// The elements, in the order of their layout.
    let bytes: [UInt8]
    /// The start of the element at each place, and the end of the last one.
    private let starts: [Int]

    /// Packs endpoints.
    ///
    /// - Parameters:
    ///   - layout: the endpoints.
    ///   - announcesTLS: a Boolean value that indicates whether TLS modes are sent.
    ///   - factor: the multiplier of every weight; an element beyond 32 bits must not be used.
    ///   - addressMode: the families of the addresses to send.
    /// - Throws: `MessageError` for a text that cannot be encoded.
    init(
        _ layout: ShardLayout,
        announcesTLS: Bool,
        factor: UInt32,
        _ addressMode: Proxy.AddressMode
    ) throws(MessageError) {
        var templates = EndpointTemplates(
            announcesTLS: announcesTLS,
            addressMode: addressMode,
            kinds: layout.examples.count
        )
        var bytes: [UInt8] = []
        var starts = [0]
        starts.reserveCapacity(layout.indices.count + 1)
        try layout.endpoints.withUnsafeBufferPointer { (endpoints) throws(MessageError) in
            for run in layout.runs {
                let (product, overflow) = run.weight.multipliedReportingOverflow(by: factor)
                let weight = overflow ? .max : product
                for place in run.places {
                    let index = Int(layout.indices[Int(place)])
                    try templates.append(endpoints, index, kind: run.kind, weight: weight, to: &bytes)
                    starts.append(bytes.count)
                }
            }
        }
        self.bytes = bytes
        self.starts = starts
    }

    /// Returns the elements of adjacent endpoints.
    func range(of places: Range<Int32>) -> Range<Int> {
        starts[Int(places.lowerBound)]..<starts[Int(places.upperBound)]
    }
}
