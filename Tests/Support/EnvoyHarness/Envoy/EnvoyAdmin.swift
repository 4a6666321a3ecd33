import Foundation

/// Typed access to an Envoy's admin port.
public struct EnvoyAdmin: Sendable {
    /// The address of the admin port.
    public let socket: NetworkEndpoint

    /// Makes a client of an admin port.
    public init(socket: NetworkEndpoint) {
        self.socket = socket
    }

    /// Returns the endpoints of all clusters by cluster name, from `/clusters?format=json`.
    ///
    /// Like all readers, throws ``HarnessError`` with code `unexpectedAnswer` for an unexpected response.
    public func hosts() async throws -> [String: [EnvoyHost]] {
        let statuses = try await json("/clusters?format=json")["cluster_statuses"]?.elements ?? []
        var hosts: [String: [EnvoyHost]] = [:]
        for status in statuses {
            guard let name = status["name"]?.text else { continue }
            hosts[name] = (status["host_statuses"]?.elements ?? []).compactMap(Self.host(status:))
        }
        return hosts
    }

    /// Returns the endpoints of one cluster, from `/clusters?format=json`; empty if the cluster does not exist.
    public func hosts(of cluster: String) async throws -> [EnvoyHost] {
        try await hosts()[cluster] ?? []
    }

    /// Returns the assignments of all clusters by cluster name, with metadata, from `/config_dump?include_eds`.
    public func assignments() async throws -> [String: EnvoyAssignment] {
        let configurations = try await json("/config_dump?include_eds")["configs"]?.elements ?? []
        var assignments: [String: EnvoyAssignment] = [:]
        for configuration in configurations {
            for kind in ["static_endpoint_configs", "dynamic_endpoint_configs"] {
                for entry in configuration[kind]?.elements ?? [] {
                    guard let json = entry["endpoint_config"], let name = json["cluster_name"]?.text else { continue }
                    assignments[name] = Self.assignment(name, json)
                }
            }
        }
        return assignments
    }

    /// Returns counters, gauges and texts, from `/stats?format=json`: all, or those whose names match the expression.
    ///
    /// An Envoy with many clusters has so many that reading all of them takes seconds.
    public func statistics(matching expression: String = "") async throws -> EnvoyStatistics {
        let filter = expression.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let entries = try await json("/stats?format=json&filter=\(filter)")["stats"]?.elements ?? []
        let named = entries.compactMap { entry in entry["name"]?.text.map { ($0, entry["value"] ?? .null) } }
        return EnvoyStatistics(Dictionary(named) { first, _ in first })
    }

    /// Returns the ports of the listeners by name, from `/listeners?format=json`.
    public func listeners() async throws -> [String: NetworkEndpoint] {
        let statuses = try await json("/listeners?format=json")["listener_statuses"]?.elements ?? []
        let named = statuses.compactMap { status -> (String, NetworkEndpoint)? in
            guard let name = status["name"]?.text, let socket = Self.socket(status["local_address"]) else { return nil }
            return (name, socket)
        }
        return Dictionary(named) { first, _ in first }
    }

    /// Returns true if Envoy is ready for requests: its clusters are warm and its listeners listen.
    public func isReady() async throws -> Bool {
        try await HTTPRequest("/ready").answer(from: socket).status == 200
    }

    /// Returns any page of the admin port, as text.
    public func text(_ path: String) async throws -> String {
        let answer = try await HTTPRequest(path).answer(from: socket)
        guard answer.status == 200 else {
            throw HarnessError(.unexpectedAnswer, "\(path): status \(answer.status), expected 200: \(answer.body)")
        }
        return answer.body
    }

    /// Returns any page of the admin port, as JSON.
    public func json(_ path: String) async throws -> JSONValue {
        try JSONValue.parse(try await text(path))
    }

    // MARK: Reading

    private static func socket(_ address: JSONValue?) -> NetworkEndpoint? {
        guard let socket = address?["socket_address"], let address = socket["address"]?.text else { return nil }
        return NetworkEndpoint(address, socket["port_value"]?.wholeNumber ?? 0)
    }

    private static func host(status: JSONValue) -> EnvoyHost? {
        guard let socket = socket(status["address"]) else { return nil }
        let counters = (status["stats"]?.elements ?? []).filter { $0["name"]?.text == "rq_total" }
        return EnvoyHost(
            socket: socket,
            weight: status["weight"]?.wholeNumber ?? 0,
            health: status["health_status"]?["eds_health_status"]?.text.flatMap(EnvoyHost.Health.init) ?? .unknown,
            locality: EnvoyLocality(json: status["locality"]),
            priority: status["priority"]?.wholeNumber ?? 0,
            requests: counters.first?["value"]?.wholeNumber ?? 0,
            metadata: nil
        )
    }

    private static func assignment(_ name: String, _ json: JSONValue) -> EnvoyAssignment {
        let localities = json["endpoints"]?.elements ?? []
        let hosts = localities.flatMap { locality in
            (locality["lb_endpoints"]?.elements ?? []).compactMap { host(endpoint: $0, in: locality) }
        }
        return EnvoyAssignment(
            cluster: name,
            hosts: hosts,
            localityWeights: localities.map { $0["load_balancing_weight"]?.wholeNumber ?? 0 },
            json: json
        )
    }

    private static func host(endpoint: JSONValue, in locality: JSONValue) -> EnvoyHost? {
        guard let socket = socket(endpoint["endpoint"]?["address"]) else { return nil }
        return EnvoyHost(
            socket: socket,
            weight: endpoint["load_balancing_weight"]?.wholeNumber ?? 1,
            health: endpoint["health_status"]?.text.flatMap(EnvoyHost.Health.init) ?? .unknown,
            locality: EnvoyLocality(json: locality["locality"]),
            priority: locality["priority"]?.wholeNumber ?? 0,
            requests: nil,
            metadata: endpoint["metadata"]?["filter_metadata"] ?? [:]
        )
    }
}
