internal import MeshModel
public import TextFormats

extension SetDifference {
    /// The difference as JSON.
    ///
    /// ```
    /// {"formatVersion": 1, "same": false, "added": 1, "removed": 0, "changed": 2,
    ///  "proxies": [{"node": ..., "comparedClusters": 3, "comparedHosts": 12, "notCompared": [{"name": ..., "reason": ...}],
    ///               "clusters": [{"name": ..., "hosts": [{"address": ..., "kind": "added", "after": {...}}], ...}]}],
    ///  "onlyBefore": [node id], "onlyAfter": [node id],
    ///  "fieldsNotCompared": [{"field": ..., "missingIn": [...]}], "notes": [...]}
    /// ```
    public var json: JSONValue {
        let counts = self.counts
        return .object([
            .init("formatVersion", .number(JSONNumber(1))),
            .init("same", .bool(isEmpty)),
            .init("added", .number(JSONNumber(counts.added))),
            .init("removed", .number(JSONNumber(counts.removed))),
            .init("changed", .number(JSONNumber(counts.changed))),
            .init("proxies", .array(proxies.map(\.json))),
            .init("onlyBefore", .array(onlyBefore.map { .string($0) })),
            .init("onlyAfter", .array(onlyAfter.map { .string($0) })),
            .init(
                "fieldsNotCompared",
                .array(
                    uncompared.map { field in
                        .object([
                            .init("field", .string(field.field.rawValue)),
                            .init("missingIn", .array(field.missing.map { .string($0) })),
                        ])
                    }
                )
            ),
            .init("notes", .array(notes.map { .string($0) })),
        ])
    }
}

extension SetDifference.Proxy {
    /// The proxy's part of the JSON.
    var json: JSONValue {
        .object([
            .init("node", node.map { .string($0) } ?? .null),
            .init("comparedClusters", .number(JSONNumber(comparedClusters))),
            .init("comparedHosts", .number(JSONNumber(comparedHosts))),
            .init(
                "notCompared",
                .array(
                    passedOver.map { cluster in
                        .object([
                            .init("name", .string(cluster.name)), .init("reason", .string(cluster.reason)),
                        ])
                    }
                )
            ),
            .init("clusters", .array(clusters.map(\.json))),
        ])
    }
}

extension ClusterDifference {
    /// The cluster's part of the JSON.
    public var json: JSONValue {
        let number = { (value: UInt32?) -> JSONValue in value.map { .number(JSONNumber($0)) } ?? .null }
        return .object([
            .init("name", .string(name)),
            .init("hostsBefore", hostsBefore.map { .number(JSONNumber($0)) } ?? .null),
            .init("hostsAfter", hostsAfter.map { .number(JSONNumber($0)) } ?? .null),
            .init("hosts", .array(hosts.map(\.json))),
            .init(
                "localities",
                .array(
                    localities.map { change in
                        .object([
                            .init("locality", .string(change.locality.description)),
                            .init("priority", number(change.priority)),
                            .init("weightBefore", number(change.before)),
                            .init("weightAfter", number(change.after)),
                        ])
                    }
                )
            ),
            .init("policy", policy?.json ?? .null),
            .init(
                "otherShares",
                .array(
                    moves.map { move in
                        .object([
                            .init("hosts", .number(JSONNumber(move.count))),
                            .init("shareBefore", .share(move.before)),
                            .init("shareAfter", .share(move.after)),
                        ])
                    }
                )
            ),
        ])
    }
}

extension HostDifference {
    fileprivate var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("address", .string(address)), .init("kind", .string(kind.rawValue)),
        ]
        if let before { members.append(.init("before", before.json)) }
        if let after { members.append(.init("after", after.json)) }
        if !fields.isEmpty { members.append(.init("fields", .array(fields.map(\.json)))) }
        return .object(members)
    }
}

extension HostState {
    fileprivate var json: JSONValue {
        var members: [JSONValue.Member] = []
        if let network { members.append(.init("network", .string(network))) }
        if let isGateway { members.append(.init("gateway", .bool(isGateway))) }
        return .object(
            members + [
                .init("locality", .string(locality.description)),
                .init("priority", .number(JSONNumber(priority))),
                .init("health", .string(health.description)),
                .init("weight", .number(JSONNumber(weight))),
                .init("share", .share(share)),
            ]
        )
    }
}

extension FieldDifference {
    fileprivate var json: JSONValue {
        .object([
            .init("path", .string(path)),
            .init("before", before.map { .string($0) } ?? .null),
            .init("after", after.map { .string($0) } ?? .null),
        ])
    }
}

extension JSONValue {
    /// A share, 0 to 1, to a millionth.
    static func share(_ share: Double) -> JSONValue {
        JSONNumber((share * 1_000_000).rounded() / 1_000_000).map { .number($0) } ?? .null
    }
}
