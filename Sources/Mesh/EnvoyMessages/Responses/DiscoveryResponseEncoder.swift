/// The encoder of `DiscoveryResponse` and `DeltaDiscoveryResponse` in parts: resources that all streams share, and a
/// few bytes of each stream.
///
/// A response is the concatenation of the head, any number of chunks, and the tail; together they are in the order of
/// their field numbers, byte for byte what libprotobuf-c would pack (XP-B5).
public struct DiscoveryResponseEncoder: Sendable {
    /// The type of all the resources.
    public let typeURL: String

    /// The identifier of the server; nil omits it.
    public let controlPlaneIdentifier: String?

    /// Creates an encoder.
    public init(
        typeURL: String = TypeURL.clusterLoadAssignment,
        controlPlaneIdentifier: String? = nil
    ) {
        self.typeURL = typeURL
        self.controlPlaneIdentifier = controlPlaneIdentifier
    }

    // MARK: State of the world

    /// Encodes the bytes before the chunks of a state-of-the-world response: `version_info`.
    public func head(version: String) -> [UInt8] {
        var output: [UInt8] = []
        WireWriter.append(text: version, number: 1, to: &output)
        return output
    }

    /// Encodes a packed resource as an element of `resources`, to be shared by all streams.
    public func anyChunk(_ resource: [UInt8]) -> [UInt8] {
        let size = anySize(resource)
        var output: [UInt8] = []
        output.reserveCapacity(WireWriter.size(ofField: size))
        append(any: resource, number: 2, to: &output)
        return output
    }

    /// Encodes the bytes after the chunks of a state-of-the-world response: `type_url`, `nonce` and `control_plane`.
    public func tail(nonce: String) -> [UInt8] {
        var output: [UInt8] = []
        WireWriter.append(text: typeURL, number: 4, to: &output)
        WireWriter.append(text: nonce, number: 5, to: &output)
        appendControlPlane(number: 6, to: &output)
        return output
    }

    // MARK: Delta

    /// Encodes the bytes before the chunks of a delta response: `system_version_info`, which is for information only.
    public func deltaHead(systemVersion: String) -> [UInt8] {
        head(version: systemVersion)
    }

    /// Encodes a packed resource, with its name and version, as an element of a delta response's `resources`, to be
    /// shared by all streams.
    ///
    /// - Parameters:
    ///   - resource: the packed resource; nil for a heartbeat.
    /// - ttl: the time for which the client may keep the resource without a heartbeat; nil means no limit.
    public func deltaChunk(name: String, version: String, resource: [UInt8]?, ttl: Duration? = nil) -> [UInt8] {
        let lifetime = ttl.map { encode($0) }
        var size = WireWriter.size(ofText: version) + WireWriter.size(ofText: name)
        if let resource {
            size += WireWriter.size(ofField: anySize(resource))
        }
        if let lifetime {
            size += WireWriter.size(ofField: lifetime.count)
        }
        var output: [UInt8] = []
        output.reserveCapacity(WireWriter.size(ofField: size))
        WireWriter.append(header: 2, length: size, to: &output)
        WireWriter.append(text: version, number: 1, to: &output)
        if let resource {
            append(any: resource, number: 2, to: &output)
        }
        WireWriter.append(text: name, number: 3, to: &output)
        if let lifetime {
            WireWriter.append(bytes: lifetime, number: 6, to: &output)
        }
        return output
    }

    /// Encodes the bytes after the chunks of a delta response: `type_url`, `nonce`, `removed_resources` and
    /// `control_plane`.
    public func deltaTail(nonce: String, removedResources: [String] = []) -> [UInt8] {
        var output: [UInt8] = []
        WireWriter.append(text: typeURL, number: 4, to: &output)
        WireWriter.append(text: nonce, number: 5, to: &output)
        WireWriter.append(texts: removedResources, number: 6, to: &output)
        appendControlPlane(number: 7, to: &output)
        return output
    }

    // MARK: Parts

    private func anySize(_ resource: [UInt8]) -> Int {
        WireWriter.size(ofText: typeURL) + (resource.isEmpty ? 0 : WireWriter.size(ofField: resource.count))
    }

    private func append(any resource: [UInt8], number: UInt8, to output: inout [UInt8]) {
        WireWriter.append(header: number, length: anySize(resource), to: &output)
        WireWriter.append(text: typeURL, number: 1, to: &output)
        guard !resource.isEmpty else { return }
        WireWriter.append(bytes: resource, number: 2, to: &output)
    }

    private func appendControlPlane(number: UInt8, to output: inout [UInt8]) {
        guard let identifier = controlPlaneIdentifier else { return }
        WireWriter.append(header: number, length: WireWriter.size(ofText: identifier), to: &output)
        WireWriter.append(text: identifier, number: 1, to: &output)
    }

    /// Encodes a `google.protobuf.Duration`; fractions of nanoseconds are lost.
    private func encode(_ duration: Duration) -> [UInt8] {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = attoseconds / 1_000_000_000
        var output: [UInt8] = []
        if seconds != 0 {
            output.append(1 << 3)
            WireWriter.append(varint: UInt64(bitPattern: seconds), to: &output)
        }
        if nanoseconds != 0 {
            output.append(2 << 3)
            WireWriter.append(varint: UInt64(bitPattern: nanoseconds), to: &output)
        }
        return output
    }
}
