import ClientBalancing
import Foundation
import MeshModel
import MeshSources

/// The shares that a real client gave, with the assignment and the cluster that it had.
struct Measurement {
    /// A part of a row that cannot be used.
    struct Unreadable: Error {
        let row: String
    }

    let id: String
    let client: ClientKind
    let assignment: SourceFile
    let cluster: SourceFile
    let requests: Double
    /// The part of each address, and of `no host` or `UNAVAILABLE`.
    let measured: [String: Double]
    let traffic: TrafficConditions
    /// The health that one endpoint had before, oldest first.
    let history: [String]
    /// Why the row is not to be compared; nil when it is.
    let note: String?

    /// The rows in this repository.
    static func own() throws -> [Measurement] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("Fixtures/measurements.json"))
        let document = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        let assignments = document["assignments"] as? [Any] ?? []
        let clusters = document["clusters"] as? [Any] ?? []
        return try (document["rows"] as? [[String: Any]] ?? []).map { row in
            guard let assignment = row["assignment"] as? Int, let cluster = row["cluster"] as? Int,
                assignments.indices.contains(assignment), clusters.indices.contains(cluster)
            else { throw Unreadable(row: row["id"] as? String ?? "") }
            return try Measurement(row, assignments[assignment], clusters[cluster])
        }
    }

    /// The rows of the whole recorded corpus; empty where it is not at hand.
    ///
    /// It is looked for beside the repository, or where `EDS_TRANSLATOR_SHARES` says.
    static func shared() throws -> [Measurement] {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        let path =
            ProcessInfo.processInfo.environment["EDS_TRANSLATOR_SHARES"] ?? here + "/../../../shared/shares/truth.jsonl"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        return try text.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            let lb = object["lb"] as? [String: Any] ?? [:]
            return try Measurement(Self.flat(object, lb), object["assignment"] ?? [:], lb["cluster"] ?? [:])
        }
    }

    /// A row of the corpus in the form of the fixtures.
    private static func flat(_ object: [String: Any], _ lb: [String: Any]) -> [String: Any] {
        let options = lb["options"] as? [String: Any] ?? [:]
        let traffic = object["traffic"] as? [String: Any] ?? [:]
        var row = object
        row["client"] = (object["client"] as? String)?.hasPrefix("grpc") == true ? "grpc" : "envoy"
        row["inFlight"] = traffic["concurrency"]
        row["answerAfterMs"] = traffic["answerAfterMs"] as? [String: Double]
        row["gatewayAge"] = (options["slowStart"] as? [String: Any])?["secondsSinceGatewayCame"]
        row["localCluster"] = (options["zoneAware"] as? [String: Any])?["localCluster"]
        // Rows without a model depend on time or are not covered by any formula.
        row["note"] = object["model"] == nil && object["history"] == nil ? object["note"] : nil
        return row
    }

    private init(_ row: [String: Any], _ assignment: Any, _ cluster: Any) throws {
        guard let id = row["id"] as? String, let requests = row["requests"] as? Double,
            let measured = row["measured"] as? [String: Double]
        else { throw Unreadable(row: row["id"] as? String ?? "") }
        self.id = id
        self.requests = requests
        self.measured = measured.filter { $0.value > 0 }
        client = row["client"] as? String == "grpc" ? .grpc : .envoy
        self.assignment = try Self.file("assignment.json", assignment)
        self.cluster = try Self.file("cluster.json", cluster)
        history = row["history"] as? [String] ?? []
        note = row["note"] as? String
        traffic = Self.traffic(row, addresses: Self.addresses(assignment))
    }

    private static func file(_ name: String, _ value: Any) throws -> SourceFile {
        SourceFile(path: name, displayName: name, bytes: [UInt8](try JSONSerialization.data(withJSONObject: value)))
    }

    private static func traffic(_ row: [String: Any], addresses: [String]) -> TrafficConditions {
        var traffic = TrafficConditions(inFlight: row["inFlight"] as? Int ?? 1)
        if let times = row["answerAfterMs"] as? [String: Double] {
            for address in addresses {
                let host = String(address.prefix { $0 != ":" })
                traffic.latencies[address] = times[host] ?? times["others"]
            }
        }
        if let age = row["gatewayAge"] as? [Double], let first = age.first, let last = age.last {
            for address in addresses where address.hasPrefix("127.2.") { traffic.ages[address] = (first + last) / 2 }
        }
        if let local = row["localCluster"] as? [String: Int] {
            traffic.localCluster = TrafficConditions.LocalCluster(
                ownLocality: Locality(label: "r1/z1"),
                hosts: Dictionary(uniqueKeysWithValues: local.map { (Locality(label: $0.key), $0.value) })
            )
        }
        return traffic
    }

    private static func addresses(_ assignment: Any) -> [String] {
        let localities = (assignment as? [String: Any])?["endpoints"] as? [[String: Any]] ?? []
        return localities.flatMap { $0["lbEndpoints"] as? [[String: Any]] ?? [] }.compactMap { entry in
            let endpoint = entry["endpoint"] as? [String: Any]
            let socket = (endpoint?["address"] as? [String: Any])?["socketAddress"] as? [String: Any]
            guard let host = socket?["address"] as? String, let port = socket?["portValue"] as? Int else { return nil }
            return "\(host):\(port)"
        }
    }

    /// The model's answer, with the name of what no host got.
    ///
    /// - Parameters:
    ///   - health: the health that replaces HEALTHY, for the state before an endpoint became HEALTHY.
    ///   - slowness: the factor on the times of answers that are longer than the shortest.
    func modelled(
        instead health: AnnouncedHealth? = nil,
        slowness: Double = 1
    ) throws -> (shares: [String: Double], isRefused: Bool) {
        var traffic = traffic
        if let shortest = traffic.latencies.values.min() {
            traffic.latencies = traffic.latencies.mapValues { $0 == shortest ? $0 : $0 * slowness }
        }
        var assignment = try ProtoDocument.assignment(assignment)
        if let health {
            for group in assignment.localities.indices {
                for index in assignment.localities[group].endpoints.indices
                where assignment.localities[group].endpoints[index].health == .healthy {
                    assignment.localities[group].endpoints[index].health = health
                }
            }
        }
        // An Envoy that learns UNHEALTHY after DRAINING, or the other way round, keeps the sums of the first.
        if let first = history.first, let health = AnnouncedHealth(rawValue: first), let last = history.last {
            for group in assignment.localities.indices {
                for index in assignment.localities[group].endpoints.indices
                where assignment.localities[group].endpoints[index].health.rawValue == last {
                    assignment.localities[group].endpoints[index].health = health
                }
            }
        }
        let shares = ClientBalancing.shares(
            of: assignment,
            try ProtoDocument.cluster(cluster, for: client),
            client: client,
            traffic: traffic
        )
        var result: [String: Double] = [:]
        for host in shares.hosts where host.share > 0 { result[host.address] = host.share }
        if shares.noHost > 0, shares.refusal == nil {
            result[client == .grpc ? "UNAVAILABLE" : "no host"] = shares.noHost
        }
        return (result, shares.refusal != nil)
    }
}
