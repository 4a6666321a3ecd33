internal import MeshModel

extension LoadBalancer {
    /// Reads a `loadBalancer`.
    init(manifest fields: ManifestMapping) throws(InputError) {
        self.init()
        if let value = fields["simple"] {
            let name = try value.string()
            guard let simple = Simple(rawValue: name) else {
                let names = Simple.allCases.map(\.rawValue).joined(separator: ", ")
                throw InputError(.value, at: value.location, "\"\(name)\" is no policy, expected one of \(names)")
            }
            self.simple = simple
        }
        if let hash = try fields["consistentHash", or: "consistent_hash"]?.mapping() {
            hashTable = try Self.hashTable(hash)
            hashKey = try Self.hashKey(hash)
        }
        if let warmup = try fields.mapping("warmup") {
            self.warmup = Warmup(
                seconds: try warmup["duration"]?.seconds() ?? 0,
                aggression: try Self.number(warmup["aggression"]) ?? 1,
                minimumPercent: try Self.number(warmup["minimumPercent", or: "minimum_percent"]) ?? 10
            )
        } else if let old = fields["warmupDurationSecs", or: "warmup_duration_secs"] {
            warmup = Warmup(seconds: try old.seconds())
        }
    }

    private static func hashTable(_ fields: ManifestMapping) throws(InputError) -> HashTable {
        if let maglev = try fields.mapping("maglev") {
            return .maglev(tableSize: try size(maglev["tableSize", or: "table_size"]))
        }
        if let ring = try fields["ringHash", or: "ring_hash"]?.mapping() {
            return .ring(minimumSize: try size(ring["minimumRingSize", or: "minimum_ring_size"]))
        }
        return .ring(minimumSize: try size(fields["minimumRingSize", or: "minimum_ring_size"]) ?? 1024)
    }

    private static func hashKey(_ fields: ManifestMapping) throws(InputError) -> HashKey? {
        if let name = fields["httpHeaderName", or: "http_header_name"] { return .header(try name.string()) }
        if let cookie = try fields["httpCookie", or: "http_cookie"]?.mapping() {
            return .cookie(
                name: try cookie.string("name"),
                path: try cookie.string("path"),
                timeToLive: try cookie["ttl"]?.seconds()
            )
        }
        if let parameter = fields["httpQueryParameterName", or: "http_query_parameter_name"] {
            return .queryParameter(try parameter.string())
        }
        return try fields["useSourceIp", or: "use_source_ip"]?.boolean() ?? false ? .sourceAddress : nil
    }

    private static func size(_ value: ManifestValue?) throws(InputError) -> UInt64? {
        guard let value else { return nil }
        // 64-bit numbers are texts in proto3 JSON.
        guard value.isScalar, let number = UInt64(value.rawText) else { throw value.unexpected("a whole number") }
        return number
    }

    private static func number(_ value: ManifestValue?) throws(InputError) -> Double? {
        guard let value else { return nil }
        guard value.isScalar, let number = Double(value.rawText), number.isFinite, number >= 0 else {
            throw value.unexpected("a number")
        }
        return number
    }
}

extension HTTP2Upgrade {
    /// Reads an `h2UpgradePolicy`; nil when there is none.
    init?(manifest value: ManifestValue?) throws(InputError) {
        guard let value else { return nil }
        let name = try value.string()
        guard let upgrade = HTTP2Upgrade(rawValue: name) else {
            let names = HTTP2Upgrade.allCases.map(\.rawValue).joined(separator: ", ")
            throw InputError(.value, at: value.location, "\"\(name)\" is no upgrade policy, expected one of \(names)")
        }
        self = upgrade
    }
}
