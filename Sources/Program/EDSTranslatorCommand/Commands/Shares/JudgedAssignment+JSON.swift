internal import ClientBalancing
internal import EnvoyMessages
internal import MeshModel
internal import TextFormats

extension JudgedAssignment {
    /// The shares as a JSON object; keys are stable.
    var json: JSONValue {
        var members = [
            JSONValue.Member("formatVersion", .number(JSONNumber(1))),
            JSONValue.Member("name", .string(name)),
            JSONValue.Member("client", .string(client.rawValue)),
            JSONValue.Member("policy", .string(cluster.policy.rawValue)),
            JSONValue.Member("weighsLocalities", .bool(cluster.weighsLocalities)),
            JSONValue.Member("panicThreshold", .number(JSONNumber(cluster.panicThreshold))),
            JSONValue.Member("differs", .bool(differs)),
            JSONValue.Member("dependsOnLoad", .bool(dependsOnLoad)),
        ]
        if let refusal { members.append(JSONValue.Member("refused", .string(refusal.message))) }
        members.append(JSONValue.Member("noHost", Self.share(noHost)))
        members.append(JSONValue.Member("addresses", .array(addresses.map { $0.json(dependsOnLoad) } + noHostEntry)))
        members.append(JSONValue.Member("priorities", .array(levels.map(\.json))))
        return .object(members)
    }

    /// The requests that fail, as a client reports them among its hosts.
    private var noHostEntry: [JSONValue] {
        guard noHost > 0, refusal == nil else { return [] }
        return [
            .object([
                JSONValue.Member("address", .string(noHostName)),
                JSONValue.Member("intended", Self.share(0)),
                JSONValue.Member("real", Self.share(noHost)),
            ])
        ]
    }

    /// A share, to a millionth.
    fileprivate static func share(_ share: Double) -> JSONValue {
        .number(JSONNumber((share * 1_000_000).rounded() / 1_000_000) ?? JSONNumber(0))
    }
}

extension JudgedAssignment.Address {
    fileprivate func json(_ dependsOnLoad: Bool) -> JSONValue {
        var members = [
            JSONValue.Member("address", .string(address)),
            JSONValue.Member("intended", JudgedAssignment.share(intended)),
            JSONValue.Member("real", JudgedAssignment.share(real)),
        ]
        if dependsOnLoad { members.append(JSONValue.Member("realUnderLoad", JudgedAssignment.share(realUnderLoad))) }
        if !locality.isEmpty { members.append(JSONValue.Member("locality", .string(locality.description))) }
        members.append(JSONValue.Member("priority", .number(JSONNumber(priority))))
        members.append(JSONValue.Member("weight", .number(JSONNumber(weight))))
        members.append(JSONValue.Member("health", .string(health.rawValue)))
        return .object(members)
    }
}

extension ClientShares.Level {
    /// The priority as a JSON object; keys are stable.
    var json: JSONValue {
        .object([
            JSONValue.Member("priority", .number(JSONNumber(priority))),
            JSONValue.Member("hosts", .number(JSONNumber(hosts))),
            JSONValue.Member("healthy", .number(JSONNumber(healthy))),
            JSONValue.Member("degraded", .number(JSONNumber(degraded))),
            JSONValue.Member("load", .number(JSONNumber(load))),
            JSONValue.Member("panic", .bool(isPanicking)),
        ])
    }
}
