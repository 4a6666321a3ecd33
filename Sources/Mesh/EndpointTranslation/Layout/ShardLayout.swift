internal import EnvoyMessages
internal import MeshModel

/// The endpoints of one shard of a service in the order of assignments, divided into runs of equal endpoints.
///
/// Pods of one deployment differ in little but their address. The properties that decide about them (labels, network,
/// health, ...)
/// are compared once when the service is first requested, not for every proxy: a decision about one holds for its whole
/// run,
/// and a run is copied at once.
final class ShardLayout: Sendable {
    /// Adjacent endpoints that do not differ in any property that translation reads.
    struct Run: Equatable {
        /// The kind: a decision about one endpoint holds for all of its kind.
        let kind: Int32
        /// The number of the locality.
        let locality: Int32
        /// The weight of each endpoint, at least 1.
        let weight: UInt32
        /// Their places in the layout.
        var places: Range<Int32>
    }

    /// The endpoints in input order.
    let endpoints: [Endpoint]
    /// The runs, in order.
    let runs: [Run]
    /// One endpoint of each kind, by its index.
    let examples: [Int32]
    /// The locality label of each locality; of several labels for the same one, the first.
    let labels: [String]
    /// The index of the endpoint at each place.
    let indices: [Int32]
    /// The places by first address.
    let hosts: HostIndex
    /// The further addresses of endpoints with several, with their places; ascending by place.
    let furtherAddresses: [(place: Int32, address: HostAddress)]
    private let encoded = MemoTable<EncodedKey, EncodedEndpoints>(maximumCount: 6)

    private struct EncodedKey: Hashable {
        let announcesTLS: Bool
        let factor: UInt32
        let addressMode: Proxy.AddressMode
    }

    /// Lays out endpoints.
    ///
    /// - Parameters:
    ///   - endpoints: the endpoints.
    ///   - style: the style.
    ///   - isSingle: a Boolean value that indicates whether they keep their order, with every endpoint as a separate
    ///     run.
    init(_ endpoints: [Endpoint], _ style: EndpointLayout.Style, isSingle: Bool) {
        var localities = LocalityNumbering(style.groups)
        let numbers = endpoints.withUnsafeBufferPointer { buffer in
            buffer.indices.map { localities.number(of: buffer[$0].localityLabel) }
        }
        let indices = isSingle ? numbers.indices.map { Int32($0) } : Self.sorted(numbers)
        (runs, examples) = endpoints.withUnsafeBufferPointer { buffer in
            var kinds = EndpointClassifier(buffer, distinguishesNodes: style.distinguishesNodes)
            var runs: [Run] = []
            for (place, index) in indices.enumerated() {
                let next = Run(
                    kind: kinds.number(of: Int(index)),
                    locality: numbers[Int(index)],
                    weight: max(1, buffer[Int(index)].weight),
                    places: Int32(place)..<Int32(place) + 1
                )
                if !isSingle, let last = runs.last, last.isContinued(by: next) {
                    runs[runs.count - 1].places = last.places.lowerBound..<next.places.upperBound
                } else {
                    runs.append(next)
                }
            }
            return (runs, kinds.examples)
        }
        hosts = endpoints.withUnsafeBufferPointer { buffer in
            HostIndex(indices.map { HostAddress(address: buffer[Int($0)].address, port: buffer[Int($0)].port) })
        }
        furtherAddresses = endpoints.withUnsafeBufferPointer { buffer in
            var further: [(place: Int32, address: HostAddress)] = []
            for (place, index) in indices.enumerated() where buffer[Int(index)].addresses.count > 1 {
                for address in buffer[Int(index)].addresses.dropFirst() {
                    let host = HostAddress(address: address, port: buffer[Int(index)].port)
                    further.append((Int32(place), host))
                }
            }
            return further
        }
        self.endpoints = endpoints
        self.indices = indices
        labels = localities.labels
    }

    /// Returns a Boolean value that indicates whether the endpoints of a run can receive traffic.
    func isHealthy(_ run: Run) -> Bool { endpoints[Int(examples[Int(run.kind)])].isHealthy }

    /// Returns the endpoint at a place.
    func endpoint(at place: Int32) -> Endpoint { endpoints[Int(indices[Int(place)])] }

    /// Returns the address at a place.
    func address(at place: Int32) -> HostAddress {
        let index = Int(indices[Int(place)])
        // Through a pointer: an element that is read from the array is copied as a whole.
        return endpoints.withUnsafeBufferPointer { HostAddress(address: $0[index].address, port: $0[index].port) }
    }

    /// The first address at each place.
    var addresses: [HostAddress] { indices.indices.map { address(at: Int32($0)) } }

    /// All addresses, those of several at one place after all first ones.
    var allAddresses: [HostAddress] { addresses + furtherAddresses.map(\.address) }

    /// A Boolean value that indicates whether two endpoints have a common address and port.
    var hasDuplicates: Bool {
        hosts.hasDuplicates || !furtherAddresses.isEmpty && HostIndex(allAddresses).hasDuplicates
    }

    /// Returns a Boolean value that indicates whether an endpoint has an address.
    func contains(_ address: HostAddress) -> Bool {
        hosts.place(of: address) { self.address(at: $0) == address } != nil
            || furtherAddresses.contains { $0.address == address }
    }

    /// Returns the places of an address, ascending.
    func places(of address: HostAddress) -> [Int32] {
        let hasAddress = { (place: Int32) in self.address(at: place) == address }
        let further = furtherAddresses.filter { $0.address == address }.map(\.place)
        guard !hosts.hasDuplicates else {
            return (indices.indices.map { Int32($0) }.filter(hasAddress) + further).sorted()
        }
        return ((hosts.place(of: address, where: hasAddress).map { [$0] } ?? []) + further).sorted()
    }

    /// Returns the packed endpoints with weights times a factor, or `nil` if too many factors were requested.
    ///
    /// Nearly all assignments of a service use the same one or two factors. Others come from unusual numbers of
    /// gateways, and do not
    /// justify another copy of all endpoints.
    func encoded(
        announcesTLS: Bool,
        factor: UInt32,
        _ addressMode: Proxy.AddressMode
    ) throws(MessageError) -> EncodedEndpoints? {
        let mode = furtherAddresses.isEmpty ? .dual : addressMode
        let key = EncodedKey(announcesTLS: announcesTLS, factor: factor, addressMode: mode)
        return try encoded.value(for: key) { () throws(MessageError) in
            try EncodedEndpoints(self, announcesTLS: announcesTLS, factor: factor, mode)
        }
    }

    /// Returns the indices grouped by number, in the order of the numbers' first occurrence.
    private static func sorted(_ numbers: [Int32]) -> [Int32] {
        guard let first = numbers.first, numbers.contains(where: { $0 != first }) else {
            return numbers.indices.map { Int32($0) }
        }
        var buckets: [[Int32]] = []
        var bucketOfNumber: [Int32: Int] = [:]
        for (index, number) in numbers.enumerated() {
            let bucket = bucketOfNumber[number] ?? buckets.count
            if bucket == buckets.count {
                bucketOfNumber[number] = bucket
                buckets.append([])
            }
            buckets[bucket].append(Int32(index))
        }
        return Array(buckets.joined())
    }
}

extension ShardLayout.Run {
    fileprivate func isContinued(by next: ShardLayout.Run) -> Bool {
        kind == next.kind && locality == next.locality && weight == next.weight
    }
}
