internal import MeshModel
internal import TextFormats

/// The contents of a golden file: the assignment of one cluster for all proxies that get the same.
public struct GoldenFile: Sendable {
    /// The rules that it was recorded with.
    public var rules: GoldenRules
    /// The node ids, ascending.
    public var proxies: [String]
    /// The assignment, in canonical order.
    public var assignment: ComparableAssignment

    /// Makes a file.
    public init(rules: GoldenRules, proxies: [String], assignment: ComparableAssignment) {
        self.rules = rules
        self.proxies = proxies.sorted()
        self.assignment = assignment.canonical
    }

    /// Returns a Boolean value that indicates whether a document looks like a golden file.
    static func recognises(_ value: JSONValue) -> Bool {
        guard case .string? = value.field("cluster"), case .string? = value.field("ruleSet") else { return false }
        return true
    }

    /// Reads a file.
    ///
    /// - Throws: ``DumpError``.
    public init(reading bytes: [UInt8]) throws(DumpError) {
        let value = try DumpReader.value(of: bytes)
        guard Self.recognises(value) else {
            throw DumpError(.unknownForm, "not a golden file, expected cluster, ruleSet, proxies and localities")
        }
        try self.init(value)
    }

    init(_ value: JSONValue) throws(DumpError) {
        var groups: [ComparableAssignment.Group] = []
        for (index, item) in try value.items("localities").enumerated() {
            do throws(DumpError) {
                groups.append(try Self.group(item))
            } catch {
                throw error.within("localities[\(index)]")
            }
        }
        let policy = value.field("policy")
        self.init(
            rules: GoldenRules(
                ruleSet: try value.text("ruleSet"),
                features: try Self.texts(value.items("features"), "features")
            ),
            proxies: try Self.texts(value.items("proxies"), "proxies"),
            assignment: ComparableAssignment(name: try value.text("cluster"), groups: groups, policy: policy)
        )
    }

    private static func texts(_ items: [JSONValue], _ name: String) throws(DumpError) -> [String] {
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            guard case .string(let text) = item else { throw item.unexpected("a text").within("\(name)[\(index)]") }
            texts.append(text)
        }
        return texts
    }

    private static func group(_ value: JSONValue) throws(DumpError) -> ComparableAssignment.Group {
        var hosts: [ComparableHost] = []
        for (index, item) in try value.items("hosts").enumerated() {
            do throws(DumpError) {
                hosts.append(try host(item))
            } catch {
                throw error.within("hosts[\(index)]")
            }
        }
        return ComparableAssignment.Group(
            locality: try locality(value),
            priority: try value.number("priority") ?? 0,
            weight: try value.number("weight"),
            hosts: hosts
        )
    }

    private static func locality(_ value: JSONValue) throws(DumpError) -> Locality {
        guard case .object? = value.field("locality"), let parts = value.field("locality") else {
            return Locality(label: try value.text("locality"))
        }
        return Locality(
            region: try parts.text("region"),
            zone: try parts.text("zone"),
            subzone: try parts.text("subZone")
        )
    }

    private static func host(_ value: JSONValue) throws(DumpError) -> ComparableHost {
        let address = try value.text("address")
        guard !address.isEmpty else {
            throw DumpError(.type, "the address is missing, expected one such as 10.1.0.1:8080")
        }
        let health = try value.text("health")
        return ComparableHost(
            address: address,
            network: try value.text("network"),
            isGateway: value.field("gateway") == .bool(true),
            health: health.isEmpty ? .unknown : HostHealth(health),
            weight: max(1, try value.number("weight") ?? 1),
            metadata: (value.field("metadata") ?? .object([])).sorted,
            hostname: try value.text("hostname"),
            additionalAddresses: try texts(value.items("additionalAddresses"), "additionalAddresses")
        )
    }

    /// The file as one side of a comparison.
    public var dump: Dump {
        Dump(
            kind: .golden,
            proxies: proxies.map { AssignmentSet.Proxy(node: $0, assignments: [assignment.name: assignment]) }
        )
    }

    /// The file's text: canonical, so that the same answers give the same bytes.
    public var text: String {
        var members: [JSONValue.Member] = [
            .init("cluster", .string(assignment.name)), .init("ruleSet", .string(rules.ruleSet)),
        ]
        if !rules.features.isEmpty { members.append(.init("features", .array(rules.features.map { .string($0) }))) }
        members.append(.init("proxies", .array(proxies.map { .string($0) })))
        let shares = HostShares(assignment).ofPriority
        members.append(
            .init("localities", .array(zip(assignment.groups, shares).map { Self.value(of: $0, $1) }))
        )
        if let policy = assignment.policy { members.append(.init("policy", policy)) }
        return JSONValue.object(members).yaml
    }

    private static func value(of group: ComparableAssignment.Group, _ shares: [Double]) -> JSONValue {
        var members: [JSONValue.Member] = []
        if !group.locality.isEmpty { members.append(.init("locality", value(of: group.locality))) }
        if group.priority != 0 { members.append(.init("priority", .number(JSONNumber(group.priority)))) }
        if let weight = group.weight { members.append(.init("weight", .number(JSONNumber(weight)))) }
        members.append(.init("hosts", .array(zip(group.hosts, shares).map { value(of: $0, $1) })))
        return .object(members)
    }

    /// Returns the locality on one line, or its parts if they contain slashes.
    private static func value(of locality: Locality) -> JSONValue {
        let label = locality.description
        guard Locality(label: label) != locality else { return .string(label) }
        let parts = [("region", locality.region), ("zone", locality.zone), ("subZone", locality.subzone)]
        return .object(parts.filter { !$0.1.isEmpty }.map { .init($0.0, .string($0.1)) })
    }

    private static func value(of host: ComparableHost, _ share: Double) -> JSONValue {
        var members: [JSONValue.Member] = [.init("address", .string(host.address))]
        if let network = host.network, !network.isEmpty { members.append(.init("network", .string(network))) }
        if host.isGateway == true { members.append(.init("gateway", .bool(true))) }
        members.append(.init("weight", .number(JSONNumber(host.weight))))
        // The share is informative; only the weight counts.
        members.append(.init("share", .string(PercentText.of(share))))
        if host.health != .unknown { members.append(.init("health", .string(host.health.description))) }
        if !host.hostname.isEmpty { members.append(.init("hostname", .string(host.hostname))) }
        if !host.additionalAddresses.isEmpty {
            let texts = host.additionalAddresses.map { JSONValue.string($0) }
            members.append(.init("additionalAddresses", .array(texts)))
        }
        if host.metadata != .object([]) { members.append(.init("metadata", host.metadata)) }
        return .object(members)
    }
}
