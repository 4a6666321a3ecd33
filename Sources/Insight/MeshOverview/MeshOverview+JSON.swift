internal import EndpointTranslation
internal import MeshModel
public import TextFormats

extension MeshOverview {
    /// The overview as a JSON document: `formatVersion` 1, keys in camelCase, everything in the order of the model.
    public var json: JSONValue {
        .members([
            ("formatVersion", .integer(1)),
            ("isMultiNetwork", .bool(isMultiNetwork)),
            ("clientFamilies", .array(clientFamilies.map { .string($0.rawValue) })),
            ("networks", .array(networks.map { $0.json(gateways) })),
            ("unplaced", unplaced.map { $0.json(gateways) }),
            ("clusters", .array(clusters.map { $0.json(gateways) })),
            ("gateways", .array(gateways.map(\.json))),
            ("meshNetworks", meshNetworks.json),
        ])
    }
}

extension JSONValue {
    static func members(_ pairs: [(String, JSONValue?)]) -> JSONValue {
        .object(pairs.compactMap { name, value in value.map { Member(name, $0) } })
    }

    static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

    /// Returns a text, or `nil` for an empty one.
    static func text(_ value: String) -> JSONValue? { value.isEmpty ? nil : .string(value) }
}

extension ObjectReference {
    fileprivate var json: JSONValue {
        .members([
            ("kind", .string(kind)), ("namespace", .text(namespace)), ("name", .text(name)),
            ("cluster", .text(cluster.name)), ("file", .string(location.file)), ("line", .integer(location.line)),
        ])
    }
}

extension NetworkSummary {
    fileprivate func json(_ all: [GatewaySummary]) -> JSONValue {
        .members([
            ("network", .text(id.name)), ("endpoints", .integer(endpoints)),
            ("healthyEndpoints", .integer(healthyEndpoints)), ("machineEndpoints", .integer(machineEndpoints)),
            ("services", .integer(services)), ("proxies", .integer(proxies)),
            ("clusters", .array(clusters.map(\.json))),
            (
                "origins",
                .array(
                    origins.map {
                        .members([
                            ("rule", .string($0.rule.rawValue)), ("endpoints", .integer($0.endpoints)),
                            ("example", $0.example?.json),
                        ])
                    }
                )
            ),
            ("gateways", .array(gateways.map { .string(all[$0].entrance) })),
            ("fromOtherNetworks", fromOthers.json(all)), ("fromUnknownNetworks", fromUnknown.json(all)),
            (
                "exceptions",
                .array(
                    exceptions.map {
                        .members([("addressFamily", .string($0.family.rawValue)), ("reach", $0.reach.json(all))])
                    }
                )
            ),
        ])
    }
}

extension ClusterShare {
    fileprivate var json: JSONValue {
        .members([
            ("cluster", .text(cluster.name)), ("network", .text(network.name)), ("endpoints", .integer(endpoints)),
            ("healthyEndpoints", .integer(healthyEndpoints)), ("machineEndpoints", .integer(machineEndpoints)),
        ])
    }
}

extension Reach {
    fileprivate func json(_ all: [GatewaySummary]) -> JSONValue {
        .members([
            ("way", .string(way.rawValue)), ("reason", reason.map { .string($0.rawValue) }),
            ("gateways", .array(gateways.map { .string(all[$0].entrance) })),
            (
                "parts",
                .array(
                    parts.map { part in
                        .members([
                            ("way", .string(part.way.rawValue)), ("reason", part.reason.map { .string($0.rawValue) }),
                            ("gateways", .array(part.gateways.map { .string(all[$0].entrance) })),
                            ("endpoints", .integer(part.endpoints)),
                            ("healthyEndpoints", .integer(part.healthyEndpoints)), ("example", part.example?.json),
                        ])
                    }
                )
            ),
        ])
    }
}

extension ClusterSummary {
    fileprivate func json(_ all: [GatewaySummary]) -> JSONValue {
        let statement = { (statement: Statement) -> JSONValue in
            .members([("network", .string(statement.network.name)), ("object", statement.object.json)])
        }
        return .members([
            ("cluster", .string(id.name)), ("isConfigCluster", .bool(isConfigCluster)),
            ("systemNamespaceLabel", systemNamespaceLabel.map(statement)), ("claims", .array(claims.map(statement))),
            ("networks", .array(networks.map(\.json))),
            ("gateways", .array(gateways.map { .string(all[$0].entrance) })),
        ])
    }
}

extension GatewaySummary {
    fileprivate var json: JSONValue {
        .members([
            ("network", .string(network.name)), ("cluster", .text(cluster.name)), ("address", .string(address)),
            ("hostName", .text(hostName)), ("nameState", .string(nameState.rawValue)), ("port", .integer(port)),
            ("hbonePort", .integer(hbonePort)), ("rule", .string(provenance.rule.rawValue)),
            ("object", provenance.object?.json), ("rejections", .array(rejections.map { .string($0.rawValue) })),
            ("endpointsBehind", .integer(endpointsBehind)),
        ])
    }
}

extension MeshNetworksReview {
    fileprivate var json: JSONValue {
        .members([
            ("need", .string(need.rawValue)), ("effect", effect.json), ("lines", .array(lines.map(\.json))),
            ("untestedLines", .integer(untested)), ("verdict", .array(verdict.map { .string($0) })),
        ])
    }
}

extension MeshNetworksLine {
    fileprivate var json: JSONValue {
        .members([
            ("network", .string(network.name)), ("kind", .string(kind.rawValue)), ("text", .text(text)),
            ("object", object.json), ("hasEffect", .bool(effect.isAny)), ("effect", effect.json),
            ("explanation", .string(explanation)), ("alternative", alternative.map { .string($0) }),
        ])
    }
}

extension MeshNetworksEffect {
    fileprivate var json: JSONValue {
        .members([
            ("endpoints", .integer(endpoints)), ("example", example?.json), ("workloads", .integer(workloads)),
            ("rerouted", .integer(rerouted)), ("changesWeights", .bool(changesWeights)),
        ])
    }
}
