internal import EnvoyMessages
internal import MeshModel

/// All endpoints of one shard as elements of an assignment, each with its own weight times one factor: packed once, and
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
    ///   - factor: by what every weight is multiplied; beyond 32 bits the element is not to be used.
    /// - Throws: `MessageError` for a text that cannot be sent.
    init(_ layout: ShardLayout, announcesTLS: Bool, factor: UInt32) throws(MessageError) {
        var templates = EndpointTemplates(announcesTLS: announcesTLS, kinds: layout.examples.count)
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

    /// The elements of endpoints that stand side by side.
    func range(of places: Range<Int32>) -> Range<Int> {
        starts[Int(places.lowerBound)]..<starts[Int(places.upperBound)]
    }
}
