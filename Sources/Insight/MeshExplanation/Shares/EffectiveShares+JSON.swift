internal import ClientBalancing
internal import MeshModel
public import TextFormats

extension EffectiveShares {
    /// The shares as a JSON object; keys are stable.
    public var json: JSONValue {
        var fields = JSONFields()
        fields.add("name", text: name)
        fields.add("differs", .bool(differs))
        fields.add("client", text: client.rawValue)
        fields.add("policy", text: cluster.policy.rawValue)
        fields.add("weighsLocalities", .bool(weighsLocalities))
        fields.add("panicThreshold", number: cluster.panicThreshold)
        fields.add("http2", .bool(cluster.isHTTP2))
        fields.add("dependsOnLoad", .bool(dependsOnLoad))
        fields.add("refused", text: refusal?.message)
        fields.add("noHost", share: noHost)
        fields.add("healthyLeftOut", number: healthyLeftOut)
        fields.add("networks", .array(networks.map { $0.json(naming: "network").value }))
        fields.add("localities", .array(localities.map { $0.json(naming: "locality").value }))
        fields.add(
            "addresses",
            .array(
                addresses.map { address in
                    var fields = address.row.json(naming: "address")
                    if dependsOnLoad { fields.add("realUnderLoad", share: address.underLoad) }
                    fields.add("kind", text: address.isGateway ? "gateway" : "endpoint")
                    fields.add("network", text: address.network.name)
                    fields.add("locality", locality: address.locality)
                    fields.add("priority", number: address.priority)
                    fields.add("weight", number: address.weight)
                    fields.add("standsFor", number: address.isGateway ? address.endpoints : nil)
                    if let spread = address.spread { fields.add("behind", spread.json) }
                    return fields.value
                }
            )
        )
        fields.add(
            "priorities",
            .array(
                levels.map { level in
                    var fields = JSONFields()
                    fields.add("priority", number: level.priority)
                    fields.add("hosts", number: level.hosts)
                    fields.add("healthy", number: level.healthy)
                    fields.add("load", number: level.load)
                    fields.add("panic", .bool(level.isPanicking))
                    return fields.value
                }
            )
        )
        return fields.value
    }
}

extension EffectiveShares.Row {
    fileprivate func json(naming key: String) -> JSONFields {
        var fields = JSONFields()
        fields.add(key, text: name)
        fields.add("intended", share: intended)
        fields.add("real", share: effective)
        fields.add("because", reasons)
        return fields
    }
}

extension GatewaySpread {
    fileprivate var json: JSONValue {
        var fields = JSONFields()
        fields.add("endpoints", number: manyConnections.count)
        fields.add("oneConnection", .array(oneConnection.map { JSONFields.share($0) }))
        fields.add("manyConnections", .array(manyConnections.map { JSONFields.share($0) }))
        return fields.value
    }
}
