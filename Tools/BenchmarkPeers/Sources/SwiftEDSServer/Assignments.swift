/// The packed assignments, with the streams that are subscribed to them.
actor Assignments {
    private static let typeURL = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"
    /// The path: endpoints, lb_endpoints, endpoint, address, socket_address, address.
    private static let pathToAddress = [2, 2, 1, 1, 1, 2]

    private var packed: [String: [UInt8]] = [:]
    private var resources: [String: [UInt8]] = [:]
    private var version = 1
    private var streams: [Int: Stream] = [:]
    private var nextStream = 0
    nonisolated let names: [String]

    private struct Stream {
        var names: Set<String> = []
        var due: Set<String> = []
        var nonce = 0
        let wake: AsyncStream<Void>.Continuation
    }

    init(_ assignments: [[UInt8]]) {
        for bytes in assignments {
            let name = Wire.fields(bytes, in: bytes.indices).first { $0.number == 1 }?.payload
            packed[name.map { String(decoding: bytes[$0], as: UTF8.self) } ?? ""] = bytes
        }
        resources = packed.mapValues(Self.resource)
        names = packed.keys.sorted()
    }

    /// Returns the resource as field 2 of a response.
    private static func resource(_ bytes: [UInt8]) -> [UInt8] {
        Wire.field(2, Wire.field(1, typeURL) + Wire.field(2, bytes))
    }

    func change(_ name: String, _ number: Int) {
        guard let bytes = packed[name] else { return }
        let address = "198.18.\(number >> 8 & 255).\(number & 255)"
        let changed = Wire.replacing(Self.pathToAddress[...], with: address, of: bytes, in: bytes.indices)
        packed[name] = changed
        resources[name] = Self.resource(changed)
        version += 1
        for (id, stream) in streams where stream.names.contains(name) {
            streams[id]?.due.insert(name)
            stream.wake.yield()
        }
    }

    func open(_ wake: AsyncStream<Void>.Continuation) -> Int {
        nextStream += 1
        streams[nextStream] = Stream(wake: wake)
        return nextStream
    }

    func close(_ id: Int) { streams[id] = nil }

    func request(_ bytes: [UInt8], on id: Int) {
        let wanted = Wire.fields(bytes, in: bytes.indices).filter { $0.number == 3 }.compactMap(\.payload)
        let names = Set(wanted.map { String(decoding: bytes[$0], as: UTF8.self) })
        guard let stream = streams[id] else { return }
        let added = names.subtracting(stream.names).filter { packed[$0] != nil }
        streams[id]?.names = names
        guard !added.isEmpty else { return }
        streams[id]?.due.formUnion(added)
        stream.wake.yield()
    }

    /// Returns the pending assignments of a stream as one response, or `nil` if there are none.
    func response(on id: Int) -> [UInt8]? {
        guard let stream = streams[id], !stream.due.isEmpty else { return nil }
        streams[id]?.due = []
        streams[id]?.nonce += 1
        var bytes = Wire.field(1, "\(version)")
        for name in stream.due.sorted() { bytes += resources[name] ?? [] }
        return bytes + Wire.field(4, Self.typeURL) + Wire.field(5, "\(stream.nonce + 1)")
    }
}
