extension DiscoveryRequestMessage {
    /// Encodes the request as a client sends it, its node included.
    ///
    /// - Throws: ``MessageError`` if the node cannot be packed.
    public func encoded() throws(MessageError) -> [UInt8] {
        var output: [UInt8] = []
        WireWriter.append(text: versionInfo, number: 1, to: &output)
        if let node = self.node {
            WireWriter.append(bytes: try node.packed(), number: 2, to: &output)
        }
        WireWriter.append(texts: resourceNames, number: 3, to: &output)
        WireWriter.append(text: typeURL, number: 4, to: &output)
        WireWriter.append(text: responseNonce, number: 5, to: &output)
        if let status = errorDetail {
            WireWriter.append(bytes: status.encoded(), number: 6, to: &output)
        }
        return output
    }
}

extension DeltaDiscoveryRequestMessage {
    /// Encodes the request as a client sends it, its node included; initial versions are sorted by name.
    ///
    /// - Throws: ``MessageError`` if the node cannot be packed.
    public func encoded() throws(MessageError) -> [UInt8] {
        var output: [UInt8] = []
        if let node = self.node {
            WireWriter.append(bytes: try node.packed(), number: 1, to: &output)
        }
        WireWriter.append(text: typeURL, number: 2, to: &output)
        WireWriter.append(texts: resourceNamesSubscribe, number: 3, to: &output)
        WireWriter.append(texts: resourceNamesUnsubscribe, number: 4, to: &output)
        let versions = initialResourceVersions.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        for (name, version) in versions {
            var entry: [UInt8] = []
            WireWriter.append(text: name, number: 1, to: &entry)
            WireWriter.append(text: version, number: 2, to: &entry)
            WireWriter.append(bytes: entry, number: 5, to: &output)
        }
        WireWriter.append(text: responseNonce, number: 6, to: &output)
        if let status = errorDetail {
            WireWriter.append(bytes: status.encoded(), number: 7, to: &output)
        }
        return output
    }
}

extension RPCStatus {
    fileprivate func encoded() -> [UInt8] {
        var output: [UInt8] = []
        if code != 0 {
            output.append(1 << 3 | WireType.varint.rawValue)
            // A negative int32 takes ten bytes, as if it were an int64.
            WireWriter.append(varint: UInt64(bitPattern: Int64(code)), to: &output)
        }
        WireWriter.append(text: message, number: 2, to: &output)
        return output
    }
}
